"""B19, small: a school behind one address answers while somebody floods the consultation with inventions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, zip_longest
from uuid import uuid4

from sqlalchemy import func, select

from db.commands.consultations import publish_form
from db.models import Consultation, Invitation, Submission
from db.queries.answer_counts import submissions_n
from tests.db.consulting import PREPARED, SLUG
from tests.factories import NOW
from tests.questionnaire import ANSWERS, make_definition
from tests.survey.conftest import Survey
from tests.survey.test_consultation_pages import BASE, ONE, send

CLASSES, PUPILS, FAKES = 3, 30, 120
MOST_FAKES_SHARE = 100  # at most one in a hundred of the fakes may count


def school(survey: Survey) -> tuple[list[str], list[str]]:
    """Codes of three classes for this morning; what a flooder knows: no code, invented, revoked, old."""
    with survey.database.write_session() as session:
        version = publish_form(session, "test", "phieu-thu", "", "", make_definition(), NOW).id
    survey.become("staff", "can.bo")
    given = {**PREPARED, "form_version": str(version), "methods": ["phieu"], "languages": ["vi"]}
    assert send(survey, f"{BASE}/moi", **given)[0] == 303
    assert send(survey, f"{ONE}/viec/mo")[0] == 303
    today = {"opens_on": "22/11/2026", "closes_on": "22/11/2026", "most": str(PUPILS)}
    yesterday = {"opens_on": "21/11/2026", "closes_on": "21/11/2026"}
    for number, hours in enumerate([*[today] * CLASSES, {}, yesterday]):
        label = f"Phường mẫu, buổi {number}"
        assert send(survey, f"{ONE}/giay-moi/moi", label_vi=label, **hours)[0] == 303
    assert send(survey, f"{ONE}/giay-moi/{CLASSES + 1}/thu-hoi", reason="lộ")[0] == 303
    codes = codes_of(survey)
    survey.carry("")
    return codes[:CLASSES], ["", "ZZZZZZ", *codes[CLASSES:]]


def codes_of(survey: Survey) -> list[str]:
    with survey.database.read_session() as session:
        return list(session.scalars(select(Invitation.code).order_by(Invitation.id)))


def deliveries(classes: list[str], known: list[str]) -> Iterator[tuple[bool, str]]:
    """Children and fakes mixed: (a child?, the code it comes with)."""
    children = [(True, code) for _ in range(PUPILS) for code in classes]
    fakes = [(False, known[number % len(known)]) for number in range(FAKES)]
    return (one for one in chain.from_iterable(zip_longest(children, fakes)) if one)


def test_no_child_is_refused_and_no_fake_counts(survey: Survey) -> None:
    classes, known = school(survey)
    with survey.database.read_session() as session:
        row = session.scalars(select(Consultation)).one()
    statuses: Counter[int] = Counter()
    for _, code in deliveries(classes, known):
        form = {
            **ANSWERS,
            "token": str(uuid4()),
            "version": str(row.form_version_id),
            "dong_y": "1",
            "moi": code,
        }
        statuses[survey.client.post(f"/y-kien/{SLUG}", data=form).status_code] += 1
    assert statuses == {303: CLASSES * PUPILS + FAKES}
    with survey.database.read_session() as session:
        counted = submissions_n(session, row.id)
        whys = dict(
            session.execute(
                select(Submission.held_for, func.count())
                .where(Submission.standing == "waiting")
                .group_by("held_for")
            ).all()
        )
    assert CLASSES * PUPILS <= counted <= CLASSES * PUPILS + FAKES // MOST_FAKES_SHARE
    assert set(whys) == {"no_invitation", "unknown_code", "revoked", "outside_hours"}
