"""Which forms can a member fill, and with which fields?  Read once from the seed's field table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from db.rules.errors import RuleError
from db.rules.report_forms import FormSpec, read_forms
from db.seed import rows


@cache
def report_forms() -> Mapping[str, FormSpec]:
    """Every form by its code, in the table's order."""
    return read_forms(rows("report_fields"))


def report_form(code: str) -> FormSpec:
    """One form.  Raises: RuleError `unknown_form`."""
    spec = report_forms().get(code)
    if spec is None:
        raise RuleError("unknown_form")
    return spec
