"""Does a sheet of paper count once, marked as paper, and can the last one be taken back?"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from db.commands.consulting_desk import Form
from db.commands.paper import begin_batch, enter_sheet, undo_last_sheet
from db.models import Consultation, PaperSheet, Response, Submission
from db.queries.paper import batch
from tests.db.consulting import SLUG, act, opened, posted
from tests.db.refusals import refusal
from tests.db.report_desk import Desk
from tests.factories import NOW, SECRET, make_form


def sheet(desk: Desk) -> Form:
    with desk.database.read_session() as session:
        return make_form(session.scalars(select(Consultation)).one())


def begun(desk: Desk) -> int:
    opened(desk)
    form = posted(label_vi="Phường mẫu", token=str(uuid4()))
    numbers = {desk.do(begin_batch, desk.staff, SLUG, form, NOW) for _ in range(2)}
    assert len(numbers) == 1
    return numbers.pop()


def enter(desk: Desk, number: int, form: Form) -> None:
    desk.do(enter_sheet, desk.staff, SECRET, SLUG, number, form, NOW)


def kept(desk: Desk) -> tuple[int, int, int]:
    with desk.database.read_session() as session:
        found = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Submission, PaperSheet, Response)
        ]
        channels = set(session.scalars(select(Submission.channel)))
    assert channels <= {"paper"}
    return found[0] or 0, found[1] or 0, found[2] or 0


def test_a_sheet_counts_once_and_says_it_is_paper(desk: Desk) -> None:
    number, form = begun(desk), sheet(desk)
    enter(desk, number, form)
    enter(desk, number, form)
    assert kept(desk)[:2] == (1, 1)
    with desk.database.read_session() as session:
        row = session.scalars(select(Submission)).one()
        assert (row.channel, row.standing, row.late) == ("paper", "counted", False)
        assert batch(session, SLUG, number).sheets == 1


def test_the_last_sheet_is_taken_back_and_never_returns(desk: Desk) -> None:
    number, first, second = begun(desk), sheet(desk), sheet(desk)
    enter(desk, number, first)
    enter(desk, number, second)
    undo = (desk.staff, SECRET, SLUG, number)
    desk.do(undo_last_sheet, *undo, "2", NOW)
    assert refusal(lambda: desk.do(undo_last_sheet, *undo, "2", NOW)).code == "stale_version"
    assert refusal(lambda: enter(desk, number, second)).code == "token_erased"
    assert kept(desk)[:2] == (1, 1)
    desk.do(undo_last_sheet, *undo, "1", NOW)
    assert kept(desk) == (0, 0, 0)
    assert refusal(lambda: desk.do(undo_last_sheet, *undo, "1", NOW)).code == "no_sheet"


def test_paper_comes_back_after_the_end_until_the_findings_are_sent(small_desk: Desk) -> None:
    number = begun(small_desk)
    act(small_desk, "close", NOW, reason="x")
    later = NOW + timedelta(days=3)
    small_desk.do(enter_sheet, small_desk.staff, SECRET, SLUG, number, sheet(small_desk), later)
    act(small_desk, "conclude", later, findings_vi="x", sent_no="1", sent_on="24/11/2026")
    found = refusal(
        lambda: small_desk.do(enter_sheet, small_desk.staff, SECRET, SLUG, number, sheet(small_desk), later)
    )
    assert found.code == "wrong_state"


def test_without_the_childs_yes_there_is_no_sheet(small_desk: Desk) -> None:
    number = begun(small_desk)
    form = {name: values for name, values in sheet(small_desk).items() if name != "dong_y"}
    assert refusal(lambda: enter(small_desk, number, form)).code == "assent_missing"
    assert refusal(lambda: enter(small_desk, number + 1, sheet(small_desk))).code == "unknown_batch"
