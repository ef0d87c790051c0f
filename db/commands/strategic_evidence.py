"""Who has judged the Association, or named it the focal point?  Staff write down what can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import StrategicEvidence, StrategicTarget
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.periods import REVIEWS, read_date
from db.rules.roles import check_may
from db.rules.text_in import clean_line, clean_text

Form = Mapping[str, Sequence[str]]

# field -> (longest text, must be filled, how it is cleaned)
_FIELDS = {
    "issuer": (200, True, clean_line),
    "document": (200, True, clean_line),
    "text": (2000, True, clean_text),
    "link": (500, False, clean_line),
}


def add_evidence(session: Session, by: SignedIn, number: int, form: Form, now: datetime) -> int:
    """Add a piece of evidence for a strategic target; its number.

    Shape:  fields review_year, happened_on (dd/MM/yyyy), issuer, document, text, link (may be empty).
    Raises: RuleError `forbidden`, `unknown_target`, `unknown_review`, `fields_refused`.
    Source: Decision 87, B.III 3.1; indicators.md §1.
    """
    check_may(by.role, "keep_evidence")
    if session.get(StrategicTarget, number) is None:
        raise RuleError("unknown_target")
    values, problems = _read(form, day_of(now))
    refuse_fields(problems)
    row = StrategicEvidence(
        target_number=number,
        review_year=_review(form),
        happened_on=values["happened_on"],
        issuer_vi=values["issuer"],
        document_vi=values["document"],
        text_vi=values["text"],
        link=values["link"],
        by=by.name,
        by_vi=by.display_name,
        at=now,
        sample=by.sample,
    )
    session.add(row)
    facts = {"review_year": row.review_year}
    record(session, Audit(by.name, "evidence_added", "strategic_target", str(number), now, facts))
    return row.id


def _typed(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _review(form: Form) -> int:
    typed = _typed(form, "review_year")
    found = next((year for year in REVIEWS if str(year) == typed), None)
    if found is None:
        raise RuleError("unknown_review")
    return found


def _read(form: Form, today: date) -> tuple[dict[str, object], list[Problem]]:
    """Every field as it is stored, and everything that is wrong with them."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, (most, needed, clean) in _FIELDS.items():
        try:
            values[name] = clean(_typed(form, name), most)
        except RuleError as refused:
            problems.append(Problem(name, refused.code, dict(refused.facts)))
            continue
        if needed and not values[name]:
            problems.append(Problem(name, "required"))
    problems.extend(_link_problems(str(values.get("link", ""))))
    problems.extend(_day_problems(form, values, today))
    return values, problems


def _link_problems(link: str) -> Iterator[Problem]:
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc):
        yield Problem("link", "not_a_link")


def _day_problems(form: Form, values: dict[str, object], today: date) -> Iterator[Problem]:
    try:
        day = read_date(_typed(form, "happened_on"))
    except RuleError as refused:
        yield Problem("happened_on", refused.code)
        return
    values["happened_on"] = day
    if day is None:
        yield Problem("happened_on", "required")
    elif day > today:
        yield Problem("happened_on", "future_date")
