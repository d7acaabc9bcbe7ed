"""Damage to calls, their quotas and their documents."""

from tests.oracle_damages.statements import breaks

LATER = "(SELECT id FROM call WHERE code = 'DEMO-2028-1')"

CALLS = {
    "an approval that nobody counted": breaks(
        "every approval is counted",
        by="UPDATE call_content SET approved = approved - 1 WHERE approved > 0",
    ),
    "a quota below what is approved": breaks(
        "no quota is exceeded", by="UPDATE call_content SET quota = 0 WHERE approved > 0"
    ),
    "money that nobody approved": breaks(
        "what a project has committed is approved",
        by=(
            "UPDATE project SET committed = 5 WHERE id = (SELECT project_id FROM call_content"
            " WHERE approved > 0 LIMIT 1)"
        ),
    ),
    "a public call that offers nothing": breaks(
        "a public call offers something", by=f"DELETE FROM call_content WHERE call_id = {LATER}"
    ),
    "a call that never made its last move": breaks(
        "a call is where its last move led",
        by=(
            "INSERT INTO event (subject, subject_id, action, actor_name, after, data, at)"
            f" SELECT 'call', {LATER}, 'archive', '', 'archived', '{{}}', MAX(at) FROM event"
        ),
    ),
    "criteria that weigh half": breaks(
        "the weights of a public call add up",
        by=(
            "INSERT INTO criterion (call_id, position, label, weight)"
            f" VALUES ({LATER}, 1, 'DEMO', 50)"
        ),
    ),
    "a public document without a row": breaks(
        "every file reference has its row",
        by=(
            f"INSERT INTO public_document (call_id, label, file_id) VALUES ({LATER}, 'DEMO', 99999)"
        ),
    ),
}
