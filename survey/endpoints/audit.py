"""What has been done in the system, and is the log whole?  For the Inspection Committee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.queries.audit import audit_head, first_broken_row
from db.queries.audit_rows import PAGE, AuditWanted, acts_and_nouns, audit_rows
from db.rules.errors import RuleError
from db.rules.periods import read_date
from db.rules.text_in import clean_line
from survey.history_views import act_words, actor_words, fact_words
from survey.pages import render
from survey.text import TEXT
from survey.visit import Visit

AUDIT_PATH: Final = "/kiem-tra/nhat-ky"
# Checking every link reads the whole log; beyond this many rows it is done when asked for.
CHECKED_ALWAYS = 20_000
FIELDS: Final = ("ai", "viec", "loai", "so", "tu", "den")
LONGEST, LONGEST_SEQ = 80, 15


async def get_log(visit: Visit) -> Response:
    """One page of the log, the chain's state and its head."""
    asked = visit.request.query_params
    typed = {name: _line(asked.get(name, "")) for name in FIELDS}
    wanted, problem = _wanted(typed, asked.get("truoc", ""))

    def query(session: Session) -> dict[str, object]:
        head, rows = audit_head(session), audit_rows(session, wanted)
        check = head.seq <= CHECKED_ALWAYS or "kiem" in asked
        acts, nouns = acts_and_nouns(session)
        return {
            "head": head,
            "checked": check,
            "broken": first_broken_row(session) if check else None,
            "rows": [(row, act_words(row.act), noun_words(row.noun)) for row in rows[:PAGE]],
            "older": rows[PAGE - 1].seq if len(rows) > PAGE else None,
            "acts": [(act, act_words(act)) for act in acts],
            "nouns": [(noun, noun_words(noun)) for noun in nouns],
        }

    facts = await visit.service.read(query)
    kept = urlencode({name: text for name, text in typed.items() if text})
    words = {"actor_words": actor_words, "fact_words": fact_words}
    shown = {"typed": typed, "kept": kept, "problem": problem}
    return render(visit, "audit.html", here=AUDIT_PATH, **shown, **words, **facts)


def noun_words(noun: str) -> str:
    """A kind of record in Vietnamese; its code when nobody gave it words."""
    return TEXT.get(f"noun.{noun}", noun)


def _wanted(typed: dict[str, str], before: str) -> tuple[AuditWanted, bool]:
    """The filter, and whether a day could not be read and was left out."""
    plain = before.isascii() and before.isdigit() and len(before) <= LONGEST_SEQ
    wanted = AuditWanted(
        actor=typed["ai"],
        act=typed["viec"],
        noun=typed["loai"],
        noun_id=typed["so"],
        before=int(before) if plain else None,
    )
    first_on, bad_first = _day(typed["tu"])
    last_on, bad_last = _day(typed["den"])
    return replace(wanted, first_on=first_on, last_on=last_on), bad_first or bad_last


def _day(text: str) -> tuple[date | None, bool]:
    try:
        return read_date(text), False
    except RuleError:
        return None, True


def _line(text: str) -> str:
    try:
        return clean_line(text, LONGEST)
    except RuleError:  # no row of ours can hold it
        return ""
