"""Which small forms has the desk besides reports: about units, accounts, evidence?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from db.queries.report_forms import report_forms
from db.rules.report_forms import FormSpec, form_named, forms_of
from db.seed import rows


@cache
def desk_forms() -> Mapping[str, FormSpec]:
    """Every small form by its name."""
    field = report_forms()["F3"].field("province_code")
    provinces = dict(field.choices) if field else {}
    return forms_of(rows("desk_forms"), provinces)


def desk_form(name: str) -> FormSpec:
    """One small form.  Raises: RuleError `unknown_form`."""
    return form_named(desk_forms(), name)
