"""Which small forms has the consultation desk, and which questionnaires may a consultation use?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from sqlalchemy.orm import Session

from db.queries import instruments
from db.queries.report_forms import report_forms
from db.rules.report_forms import Choices, FormSpec, form_named, forms_of
from db.seed import rows

PREPARE = "prepare"
VERSION_FIELD = "form_version"


@cache
def consultation_forms() -> Mapping[str, FormSpec]:
    """Every small form by its name."""
    field = report_forms()["F3"].field("province_code")
    return forms_of(rows("consultation_forms"), dict(field.choices) if field else {})


def consultation_form(name: str) -> FormSpec:
    """One small form.  Raises: RuleError `unknown_form`."""
    return form_named(consultation_forms(), name)


def prepare_form(session: Session) -> FormSpec:
    """The form of step 1, offering the published questionnaires."""
    spec, versions = consultation_form(PREPARE), published_versions(session)
    fields = (
        replace(field, choices=versions) if field.name == VERSION_FIELD else field for field in spec.fields
    )
    return replace(spec, fields=tuple(fields))


def published_versions(session: Session) -> Choices:
    """Versions that are offered as choices: the number that is stored, title and version; by title."""
    return tuple(
        (str(card.id), f"{card.title_vi} · {card.number}") for card in instruments.published_versions(session)
    )
