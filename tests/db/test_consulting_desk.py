"""Is a consultation led through four dated steps, none skipped, nothing written over unseen work?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.commands.consulting_desk import act_upon, add_consultation, change_preparation
from db.commands.feedback import save_point, save_telling
from db.models import Consultation, RecordChange
from db.queries.audit import first_broken_row
from db.queries.consultations import consultation, consultations
from db.queries.consulting_desk import desk_rows, feedback_late
from db.queries.step_records import step_records
from db.rules.consultation import FEEDBACK_DAYS
from db.rules.errors import RuleError
from tests.db.consulting import SLUG, act, answer, opened, posted, prepared, seen
from tests.db.refusals import refusal
from tests.db.report_desk import Desk
from tests.factories import NOW, make_person

DAY = timedelta(days=1)


def test_the_four_steps_from_the_first_letter_to_the_children(desk: Desk) -> None:
    slug = desk.do(add_consultation, desk.staff, prepared(desk), NOW)
    assert slug == SLUG
    page = seen(desk.database)
    assert (page.row.state, page.row.next_step) == ("preparing", "collect")
    assert page.steps[0].by_vi == desk.staff.display_name and page.steps[0].at == NOW
    act(desk, "open")
    answer(desk)
    assert seen(desk.database).row.next_missing == ("closed_on",)
    act(desk, "close", NOW + DAY, reason="Đủ số em muốn hỏi")
    act(desk, "conclude", NOW + 2 * DAY, findings_vi="Cần bóng mát", sent_no="7/CV", sent_on="24/11/2026")
    act(desk, "record_reply", NOW + 9 * DAY, reply_no="9/UBND", reply_on="30/11/2026")
    version = {"version": [str(seen(desk.database).version)]}
    point = posted(asked_vi="Thêm cây", verdict="partly", why_vi="Thêm ở hai phường trước") | version
    desk.do(save_point, desk.staff, SLUG, 0, point, NOW + 9 * DAY)
    told = posted(told_vi="Cơ quan nhận một phần", told_on="01/12/2026", places_vi="Phường mẫu")
    told |= {"channels": ["hop_mat"], "version": [str(seen(desk.database).version)]}
    desk.do(save_telling, desk.staff, SLUG, 0, told, NOW + 10 * DAY)
    page = seen(desk.database, NOW + 20 * DAY)
    assert page.row.state == "told" and page.row.next_step == "" and page.row.days == 8
    with desk.database.read_session() as session:
        records = step_records(session, SLUG)
        assert first_broken_row(session) is None
    assert [(one.verdict, one.asked_vi) for one in records.points] == [("partly", "Thêm cây")]
    assert records.told_on == date(2026, 12, 1)


def test_the_state_in_the_record_is_the_fold_of_its_history(small_desk: Desk) -> None:
    opened(small_desk)
    act(small_desk, "close", reason="nhầm")
    act(small_desk, "reopen", closes_on="02/12/2026", reason="đóng nhầm")
    act(small_desk, "extend", closes_on="05/12/2026", closes_time="17:00", reason="thêm tỉnh")
    with small_desk.database.read_session() as session:
        acts = session.scalars(
            select(RecordChange.act).where(RecordChange.noun == "consultation").order_by(RecordChange.id)
        ).all()
        row = session.scalars(select(Consultation)).one()
        last = session.scalars(select(RecordChange).order_by(RecordChange.id.desc())).first()
    assert [one.removeprefix("consultation_") for one in acts] == [
        "prepared", "open", "close", "reopen", "extend",
    ]  # fmt: skip
    assert row.state == "open" and last is not None
    assert last.changes == {"closes_on": ["2026-12-02", "2026-12-05"], "closes_time": ["23:59", "17:00"]}
    assert last.reason == "thêm tỉnh"


def test_nothing_opens_before_step_one_is_whole(small_desk: Desk) -> None:
    small_desk.do(add_consultation, small_desk.staff, prepared(small_desk, plan_no=""), NOW)
    assert seen(small_desk.database).row.next_missing == ("plan_no",)
    assert refusal(lambda: act(small_desk, "open")).code == "step_incomplete"
    with small_desk.database.read_session() as session:
        assert consultations(session, NOW) == ()
        with pytest.raises(RuleError, match="unknown_consultation"):
            consultation(session, SLUG, NOW)


@pytest.mark.parametrize("name", ["close", "conclude", "record_reply", "reopen"])
def test_no_step_is_skipped(small_desk: Desk, name: str) -> None:
    small_desk.do(add_consultation, small_desk.staff, prepared(small_desk), NOW)
    fields = {
        "reason": "x", "closes_on": "01/12/2026", "findings_vi": "x", "sent_no": "1",
        "sent_on": "20/11/2026", "reply_no": "1", "reply_on": "20/11/2026",
    }  # fmt: skip
    assert refusal(lambda: act(small_desk, name, **fields)).code == "wrong_state"


def test_nobody_writes_over_what_they_have_not_seen(small_desk: Desk) -> None:
    opened(small_desk)
    stale = posted(version=str(seen(small_desk.database).version - 1), reason="x")
    found = refusal(lambda: small_desk.do(act_upon, small_desk.staff, SLUG, "close", stale, NOW))
    assert found.code == "stale_version"
    for role in ("member", "leader", "inspector", "officer", "admin"):
        with small_desk.database.write_session() as session:
            person = make_person(session, role)
        form = posted(version=str(seen(small_desk.database).version), reason="x")
        found = refusal(
            lambda person=person, form=form: small_desk.do(act_upon, person, SLUG, "close", form, NOW)
        )
        assert found.code == "forbidden", role


def test_after_opening_name_questionnaire_and_times_stay(small_desk: Desk) -> None:
    opened(small_desk)
    before = seen(small_desk.database)
    form = prepared(small_desk, slug="ten-khac", opens_on="01/11/2026", title_vi="Tên sửa lại")
    form["version"] = [str(before.version)]
    assert small_desk.do(change_preparation, small_desk.staff, SLUG, form, NOW) == SLUG
    after = seen(small_desk.database)
    assert (after.row.slug, after.row.opens_at, after.version_id) == (
        SLUG,
        before.row.opens_at,
        before.version_id,
    )
    assert after.row.title_vi == "Tên sửa lại"
    assert after.changes[0].fields == (("title_vi", "Em nghĩ gì về sân chơi?", "Tên sửa lại"),)


def test_two_names_are_never_the_same(small_desk: Desk) -> None:
    opened(small_desk)
    found = refusal(lambda: opened(small_desk))
    assert found.code == "consultation_exists"
    assert refusal(lambda: opened(small_desk, slug="Có Dấu")).code == "fields_refused"
    assert refusal(lambda: opened(small_desk, slug="moi")).code == "fields_refused"


def test_a_cancelled_one_is_gone_for_the_public_and_stays_in_the_record(small_desk: Desk) -> None:
    small_desk.do(add_consultation, small_desk.staff, prepared(small_desk), NOW)
    act(small_desk, "cancel", reason="Cơ quan rút đề nghị")
    assert refusal(lambda: answer(small_desk)).code == "unknown_consultation"
    assert seen(small_desk.database).acts == ()


def test_a_point_is_corrected_and_taken_out_with_its_history(small_desk: Desk) -> None:
    opened(small_desk)
    act(small_desk, "close", reason="x")
    act(small_desk, "conclude", NOW + DAY, findings_vi="x", sent_no="1", sent_on="23/11/2026")

    def save(number: int, **fields: str) -> None:
        form = posted(version=str(seen(small_desk.database).version), **fields)
        small_desk.do(save_point, small_desk.staff, SLUG, number, form, NOW + DAY)

    assert refusal(lambda: save(0, asked_vi="a", verdict="refused")).code == "fields_refused"
    save(0, asked_vi="a", verdict="accepted")
    number = seen(small_desk.database).records.points[0].id
    save(number, asked_vi="a", verdict="refused", why_vi="vì thế")
    assert seen(small_desk.database).records.points[0].verdict == "refused"
    save(number, asked_vi="a", verdict="refused", why_vi="vì thế", remove="1")
    page = seen(small_desk.database)
    assert page.records.points == () and page.changes[0].act == "point_removed"
    assert refusal(lambda: save(number, asked_vi="a", verdict="accepted")).code == "unknown_point"


def test_children_are_not_told_before_the_end(small_desk: Desk) -> None:
    opened(small_desk)
    act(small_desk, "close", reason="x")
    act(small_desk, "conclude", NOW + DAY, findings_vi="x", sent_no="1", sent_on="23/11/2026")
    told = posted(
        told_vi="x", told_on="01/11/2026", places_vi="x", version=str(seen(small_desk.database).version)
    )
    told["channels"] = ["hop_mat"]
    found = refusal(lambda: small_desk.do(save_telling, small_desk.staff, SLUG, 0, told, NOW + DAY))
    assert [one.code for one in found.problems] == ["end_before_start"]


def test_the_list_reminds_when_children_wait_too_long(small_desk: Desk) -> None:
    opened(small_desk)
    act(small_desk, "close", reason="x")
    with small_desk.database.read_session() as session:
        assert feedback_late(session, NOW + 10 * DAY) == 0
        row = desk_rows(session, NOW + (FEEDBACK_DAYS + 1) * DAY)[0]
    assert (row.reminder, row.days, row.state) == ("late", FEEDBACK_DAYS + 1, "closed")
