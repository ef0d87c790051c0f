"""What waits on the desk of a newcomer?  Two sample reports, filed the way a member files them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.reports import submit_report
from db.models import Account, Organisation
from db.queries.accounts import SignedIn

# Who files, how many days ago it happened, and the form as posted.
REPORTS: tuple[tuple[str, int, dict[str, str]], ...] = (
    (
        "hoi.mau.a",
        9,
        {
            "title": "Tập huấn mẫu: kỹ năng lắng nghe trẻ em",
            "audience": "officers",
            "participants_n": "42",
            "first_time_n": "30",
            "female_n": "25",
            "hours": "6",
            "place_type": "office",
            "evidence": "https://example.org/tap-huan-mau",
        },
    ),
    (
        "hoi.mau.b",
        4,
        {
            "title": "Tập huấn mẫu: tư vấn và hỗ trợ xử lý trường hợp",
            "audience": "professionals",
            "participants_n": "18",
            "first_time_n": "18",
            "female_n": "11",
            "hours": "8",
            "place_type": "office",
            "prof_n.lawyer": "6",
            "prof_n.jurist": "4",
            "prof_n.journalist": "3",
            "prof_n.counsellor": "5",
            "prof_n.other": "0",
        },
    ),
)
FORM = "F3"
TOPIC = "child_rights"
EVIDENCE = "https://example.org/minh-chung-mau"  # a place that is nobody's; without proof nothing is verified


def load_sample_reports(session: Session, now: datetime) -> None:
    """File the sample reports; they wait for verification."""
    for name, days_ago, fields in REPORTS:
        person, place = sample_person(session, name, now)
        day = (now - timedelta(days=days_ago)).date()
        posted = {
            **fields,
            "token": str(uuid4()),
            "date_start": f"{day:%d/%m/%Y}",
            "province_code": place,
            "topic": TOPIC,
            "signin": "1",
            "evidence": EVIDENCE,
        }
        submit_report(session, person, FORM, {field: [value] for field, value in posted.items()}, now)


def sample_person(session: Session, name: str, now: datetime) -> tuple[SignedIn, str]:
    """The sample account as if it had signed in, and its unit's province."""
    account, unit = session.execute(
        select(Account, Organisation)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(Account.name == name)
    ).one()
    person = SignedIn(
        account_id=account.id,
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        organisation_id=unit.id,
        organisation_vi=unit.name_vi,
        session_hash="",
        last_seen_at=now,
        sample=True,
    )
    return person, unit.province_code or ""
