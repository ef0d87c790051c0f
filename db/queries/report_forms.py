"""Which forms can be filled, and with which fields?  Read once from the seed's field table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from db.rules.report_forms import MEMBER_FORMS, FormSpec, form_named, forms_of
from db.seed import rows


@cache
def report_forms() -> Mapping[str, FormSpec]:
    """Every form by its code: members', staff's and the ledger's."""
    return forms_of(rows("report_fields"), {row["code"]: row["name_vi"] for row in rows("provinces")})


def member_forms() -> tuple[FormSpec, ...]:
    """The forms a member may choose from, in the order they are offered."""
    return tuple(report_forms()[code] for code in MEMBER_FORMS if code in report_forms())


def report_form(code: str) -> FormSpec:
    """One form.  Raises: RuleError `unknown_form`."""
    return form_named(report_forms(), code)
