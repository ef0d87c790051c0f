"""Who has judged the Association, or named it the focal point?  Staff write down what can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import StrategicEvidence, StrategicTarget
from db.queries.accounts import SignedIn
from db.queries.moments import day_of
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.periods import REVIEWS, read_date
from db.rules.roles import check_may
from db.rules.text_in import clean_line, clean_text
from db.rules.tokens import read_token

Form = Mapping[str, Sequence[str]]

# field -> (column, longest text, must be filled, how it is cleaned)
_FIELDS = {
    "issuer": ("issuer_vi", 200, True, clean_line),
    "document": ("document_vi", 200, True, clean_line),
    "text": ("text_vi", 2000, True, clean_text),
    "link": ("link", 500, False, clean_line),
}


def add_evidence(session: Session, by: SignedIn, number: int, form: Form, now: datetime) -> int:
    """Add a piece of evidence for a strategic target, once however often it is sent; its number.

    Shape:  fields token, review_year, happened_on (dd/MM/yyyy), issuer, document, text, link (may be empty).
    Raises: RuleError `forbidden`, `unknown_target`, `unknown_review`, `token_…`, `fields_refused`.
    Source: Decision 87, B.III 3.1; indicators.md §1.
    """
    check_may(by.role, "keep_evidence")
    if session.get(StrategicTarget, number) is None:
        raise RuleError("unknown_target")
    values, problems = _read(form, day_of(now))
    refuse_fields(problems)
    token, kept = read_token(form), {**values, "target_number": number, "review_year": _review(form)}
    sent = session.scalar(select(StrategicEvidence).where(StrategicEvidence.token == token))
    if sent is not None:
        if sent.by != by.name or any(getattr(sent, name) != value for name, value in kept.items()):
            raise RuleError("token_reused")
        return sent.id
    row = StrategicEvidence(**kept, token=token, by=by.name, by_vi=by.display_name, at=now, sample=by.sample)
    session.add(row)
    session.flush()
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
    """Every field as its column stores it, and everything that is wrong with them."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, (column, most, needed, clean) in _FIELDS.items():
        try:
            values[column] = clean(_typed(form, name), most)
        except RuleError as refused:
            problems.append(Problem(name, refused.code, dict(refused.facts)))
            continue
        if needed and not values[column]:
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
