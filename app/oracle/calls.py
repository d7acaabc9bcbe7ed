"""Calls (đợt đăng ký): quotas are kept, and what is public is whole."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from app.oracle.evidence import Evidence, Found, Law


def _offers(see: Evidence) -> Sequence[Row[Any]]:
    """Return each content of a call with its count, its quota, and how many really are approved."""
    return see.rows(
        """
        SELECT c.id, c.approved, c.quota, (
            SELECT COUNT(*) FROM application a
            WHERE a.call_id = c.call_id AND a.content_id = c.content_id
              AND a.status IN ('approved_unissued', 'approved') AND a.cancelled = ''
        ) AS real FROM call_content c
        """
    )


def every_approval_is_counted(see: Evidence) -> Found:
    """The count that the quota is compared with is that of the approved dossiers."""
    for row in _offers(see):
        if row.approved != row.real:
            yield (
                f"offer {row.id}",
                f"{row.approved} approvals are counted and {row.real} were made",
            )


def no_quota_is_exceeded(see: Evidence) -> Found:
    """No more dossiers of a content are approved in a call than its quota says."""
    for row in _offers(see):
        if row.quota is not None and row.real > row.quota:
            yield f"offer {row.id}", f"{row.real} are approved and the quota is {row.quota}"


def what_a_project_has_committed_is_approved(see: Evidence) -> Found:
    """What is committed of a project's budget is the sum of what was approved from it."""
    for row in see.rows(
        """
        SELECT counted.id, counted.committed, counted.budget, counted.real FROM (
            SELECT p.id, p.committed, p.budget, (
                SELECT COALESCE(SUM(a.approved_amount), 0) FROM application a
                JOIN call_content c ON c.call_id = a.call_id AND c.content_id = a.content_id
                WHERE c.project_id = p.id AND a.cancelled = ''
            ) AS real FROM project p
        ) AS counted
        WHERE counted.committed <> counted.real OR counted.real > counted.budget
        """
    ):
        yield (
            f"project {row.id}",
            f"{row.committed} is committed, {row.real} approved, of {row.budget}",
        )


def a_public_call_offers_something(see: Evidence) -> Found:
    """A call that was ever published has a content."""
    for row in see.rows(
        """
        SELECT c.id, c.code FROM call c WHERE c.state <> 'draft'
           AND NOT EXISTS (SELECT 1 FROM call_content o WHERE o.call_id = c.id)
        """
    ):
        yield f"call {row.id}", f"{row.code} is public and offers nothing"


def a_call_is_where_its_last_move_led(see: Evidence) -> Found:
    """The state of a call is the one its last move says."""
    for row in see.rows(
        """
        WITH moved AS (
            SELECT subject_id, after,
                   ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id DESC) AS place
            FROM event WHERE subject = 'call' AND after IS NOT NULL
        )
        SELECT c.id, c.state, moved.after FROM call c
        JOIN moved ON moved.subject_id = c.id AND moved.place = 1
        WHERE c.state <> moved.after
        """
    ):
        yield f"call {row.id}", f"it is {row.state} and its last move led to {row.after}"


def the_weights_of_a_public_call_add_up(see: Evidence) -> Found:
    """The criteria of a call that was ever published weigh 100 per cent together."""
    for row in see.rows(
        """
        SELECT c.id, SUM(k.weight) AS total FROM call c JOIN criterion k ON k.call_id = c.id
        WHERE c.state <> 'draft' GROUP BY c.id HAVING SUM(k.weight) <> 100
        """
    ):
        yield f"call {row.id}", f"its criteria weigh {row.total} per cent"


LAWS: tuple[Law, ...] = (
    every_approval_is_counted,
    no_quota_is_exceeded,
    what_a_project_has_committed_is_approved,
    a_public_call_offers_something,
    a_call_is_where_its_last_move_led,
    the_weights_of_a_public_call_add_up,
)
