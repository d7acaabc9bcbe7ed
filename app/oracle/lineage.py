"""Whom the rule looks at, worked out again from the codes organisations go by."""

from app.oracle.evidence import Evidence, Found, Law

# Weights of the first nine digits of a tax code (mã số thuế); the tenth checks them.
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_BRANCH = 13  # digits: the parent's ten and the branch's (chi nhánh) own three


def every_root_is_its_beneficiarys(see: Evidence) -> Found:
    """The root of a valid code leads to the organisation's beneficiary, in one step.

    A branch's root is its parent's ten digits; a root may have been joined into a beneficiary.
    """
    for row in see.rows(
        """
        SELECT i.id, i.organisation_id, i.value, o.beneficiary_id, b.root_code FROM identifier i
        JOIN organisation o ON o.id = i.organisation_id
        LEFT JOIN beneficiary b ON b.id = o.beneficiary_id
        LEFT JOIN beneficiary r ON r.root_code =
              CASE WHEN i.scheme = 'mst' THEN SUBSTR(i.value, 1, 10) ELSE i.value END
        WHERE i.valid_to IS NULL AND i.scheme IN ('mst', 'so_dinh_danh')
          AND COALESCE(r.joined_into_id, r.id, 0) <> o.beneficiary_id
        """
    ):
        yield (
            f"organisation {row.organisation_id}",
            f"identifier {row.id} is not of the root of beneficiary {row.beneficiary_id}",
        )


def one_root_is_one_beneficiary(see: Evidence) -> Found:
    """Organisations whose codes have one root share one beneficiary."""
    for row in see.rows(
        """
        SELECT MIN(o.id) AS first, MAX(o.id) AS last, COUNT(DISTINCT o.beneficiary_id) AS times
        FROM identifier i JOIN organisation o ON o.id = i.organisation_id
        WHERE i.valid_to IS NULL AND i.scheme IN ('mst', 'so_dinh_danh')
        GROUP BY CASE WHEN i.scheme = 'mst' THEN SUBSTR(i.value, 1, 10) ELSE i.value END
        HAVING COUNT(DISTINCT o.beneficiary_id) > 1
        """
    ):
        yield (
            f"organisation {row.first}",
            f"it and organisation {row.last} have one root and {row.times} beneficiaries",
        )


def every_beneficiary_has_an_organisation(see: Evidence) -> Found:
    """A beneficiary stands for at least one organisation."""
    for row in see.rows(
        """
        SELECT b.id FROM beneficiary b
        LEFT JOIN organisation o ON o.beneficiary_id = b.id
        WHERE o.id IS NULL AND b.joined_into_id IS NULL
        """
    ):
        yield f"beneficiary {row.id}", "no organisation belongs to it"


def every_organisation_goes_by_a_code(see: Evidence) -> Found:
    """An organisation has a code that is valid now, unless it is marked as having none yet."""
    for row in see.rows(
        """
        SELECT o.id FROM organisation o
        LEFT JOIN identifier i ON i.organisation_id = o.id AND i.valid_to IS NULL
        WHERE i.id IS NULL AND o.joined_into_id IS NULL
          AND NOT o.is_provisional AND NOT o.is_standin
        """
    ):
        yield f"organisation {row.id}", "it has no valid identifier"


def who_has_a_code_is_not_provisional(see: Evidence) -> Found:
    """A provisional organisation, or a claimant's stand-in, goes by no code."""
    for row in see.rows(
        """
        SELECT DISTINCT o.id FROM organisation o
        JOIN identifier i ON i.organisation_id = o.id AND i.valid_to IS NULL
        WHERE (o.is_provisional OR o.is_standin) AND i.scheme IN ('mst', 'so_dinh_danh')
        """
    ):
        yield f"organisation {row.id}", "it is marked as having no code and has one"


def a_standin_has_only_drafts(see: Evidence) -> Found:
    """Whoever waits for the answer to a claim has submitted nothing, and is given nothing."""
    for row in see.rows(
        """
        SELECT o.id FROM organisation o WHERE o.is_standin AND (
            EXISTS (SELECT 1 FROM application a
                    WHERE a.organisation_id = o.id AND a.status <> 'draft')
            OR EXISTS (SELECT 1 FROM ledger_entry e WHERE e.organisation_id = o.id))
        """
    ):
        yield f"organisation {row.id}", "it only stands in for a claimant, and has dossiers"


def a_valid_code_is_one_organisations(see: Evidence) -> Found:
    """A code that is valid now belongs to one organisation, counted from the rows."""
    for row in see.rows(
        """
        SELECT MIN(id) AS first, MAX(id) AS last FROM identifier WHERE valid_to IS NULL
        GROUP BY scheme, value HAVING COUNT(*) > 1
        """
    ):
        yield f"identifier {row.first}", f"identifier {row.last} is valid and the same"


def every_code_is_well_formed(see: Evidence) -> Found:
    """A tax code has 10 or 13 digits and a right check digit, a personal number 12 digits."""
    for row in see.rows(
        "SELECT id, scheme, value FROM identifier WHERE scheme IN ('mst', 'so_dinh_danh')"
    ):
        if not _well_formed(row.scheme, row.value):
            yield f"identifier {row.id}", f"its {row.scheme} has a wrong form or check digit"


def _well_formed(scheme: str, value: str) -> bool:
    if not (value.isascii() and value.isdigit()):
        return False
    if scheme == "so_dinh_danh":
        return len(value) == 12
    if len(value) not in (10, _BRANCH) or value[10:] == "000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value[:9], strict=True))
    return 10 - total % 11 == int(value[9])


LAWS: tuple[Law, ...] = (
    every_root_is_its_beneficiarys,
    one_root_is_one_beneficiary,
    every_beneficiary_has_an_organisation,
    every_organisation_goes_by_a_code,
    who_has_a_code_is_not_provisional,
    a_standin_has_only_drafts,
    a_valid_code_is_one_organisations,
    every_code_is_well_formed,
)
