"""Damage to what is asked, and to what contents say of one another."""

from tests.oracle_damages.statements import breaks

FIRST = "WHERE id = (SELECT MIN(id) FROM question)"

CONTENTS = {
    "a question that waits for none of its version": breaks(
        "a condition names an earlier question",
        by=f"""UPDATE question SET show_when = '{{"question": "none", "answer": "co"}}' {FIRST}""",
        table="question",
    ),
    "a question that waits for an answer nobody can give": breaks(
        "a condition names an earlier question",
        by="""UPDATE question SET show_when = '{"question": "hien_trang", "answer": "co"}'
              WHERE id = (SELECT MIN(id) FROM question WHERE key = 'muc_tieu')""",
        table="question",
    ),
    "a text with columns": breaks(
        "a table has columns",
        by=f"""UPDATE question SET columns = '[{{"key": "a", "label": "A"}}]' {FIRST}""",
        table="question",
    ),
    "a content excluded on one side only": breaks(
        "contents agree on one another",
        by="""UPDATE support_content SET exclude_with = '["CC-5S"]' WHERE code = 'HTQL-9001'""",
    ),
}
