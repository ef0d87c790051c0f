"""Does a leader's open page follow the desk?  A report is verified; the page shows it, without a reload."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from dashboard.text import text
from db.commands.reports import verify_report
from db.commands.sign_in import close_session
from db.cookies import session_cookie
from db.models import ActivityReport
from tests import factories
from tests.browser.conftest import visiting
from tests.browser.test_leader_path import SLOW, Installation, arrive, both, sign_in

__all__ = ["both"]
pytestmark = pytest.mark.browser
WITHIN = 10_000


def test_a_verified_report_shows_within_ten_seconds_and_an_ended_session_shows_the_door(
    both: Installation,
    chromium: Browser,
) -> None:
    with visiting(chromium, "desk") as page:
        sign_in(page, both, "/chi-so?ma=1.3")
        arrive(page, "1.3 Cán bộ, hội viên được tập huấn")
        waiting = page.get_by_text("đang chờ xác minh")
        expect(waiting.first).to_be_visible()
        page.evaluate("window.cungMotTrang = true")
        page.wait_for_timeout(1000)

        verify_what_waits(both)
        expect(waiting).to_have_count(0, timeout=WITHIN)
        assert page.evaluate("window.cungMotTrang"), "the page was loaded anew"

        end_session(page, both)
        expect(page.get_by_role("heading", name=text("sign_in.title"))).to_be_visible(timeout=WITHIN)
        assert page.evaluate("window.cungMotTrang")


def verify_what_waits(both: Installation) -> None:
    """A member of staff verifies every report that waits."""
    now = datetime.now(UTC)
    with both.survey.database.write_session() as session:
        staff = factories.make_person(session, "staff")
        for report in session.scalars(select(ActivityReport).where(ActivityReport.state == "submitted")):
            verify_report(session, staff, report.id, report.version, now)


def end_session(page: Page, both: Installation) -> None:
    """Somebody else ends the session, as an administrator would; the browser knows nothing of it."""
    secret = next(c["value"] for c in page.context.cookies() if c["name"] == session_cookie(False))
    with both.survey.database.write_session() as session:
        close_session(session, secret, datetime.now(UTC))
    page.wait_for_timeout(SLOW // 45)
