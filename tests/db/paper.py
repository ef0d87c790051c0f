"""What would a unit's folder of paper say after some acts, and how are the same acts done in the records?

The folder knows nothing of transition tables or versions in a database: it keeps sheets, one per report and
one per quarter without anything to report, and asks plain questions about them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from db.commands.nil_reports import confirm_nil, file_nil, withdraw_nil
from db.commands.reports import (
    reject_report,
    return_report,
    revise_report,
    submit_report,
    verify_report,
    withdraw_report,
)
from db.models import ActivityReport
from db.queries.accounts import SignedIn
from db.rules.errors import RuleError
from tests.db.test_nil_reports import ticks
from tests.factories import NOW, make_training

AUDIENCES = {"officers": "1.3", "professionals": "6.2", "other": ""}
DAYS = {"10/08/2026": "Q3", "10/11/2026": "Q4"}
CODES = ("1.3", "6.2", "5.5")
WRITERS, STAFF = ("an", "binh"), ("lan", "hoa")


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody tries something, with what they would write."""

    act: str
    who: str
    which: int = 0  # which sheet, counted from the last
    audience: str = "officers"
    people: int = 1
    day: str = "10/08/2026"
    proof: bool = True
    stale: bool = False
    reason: str = "vì có lý do"
    codes: tuple[str, ...] = ("5.5",)

    @property
    def adds(self) -> tuple[str, int]:
        """What the sheet would add: the measure ("" for none) and the people."""
        return AUDIENCES[self.audience], self.people

    def form(self, version: int) -> dict[str, list[str]]:
        """The sheet as a browser posts it."""
        given = {"audience": self.audience, "participants_n": str(self.people), "date_start": self.day}
        given |= {"first_time_n": "0", "female_n": "0", "evidence": "https://example.org/1" * self.proof}
        split = {"prof_n.lawyer": str(self.people)} if self.audience == "professionals" else {}
        return make_training(**given, **split) | {"version": [str(version)]}


@dataclass
class Sheet:
    """One report on paper: what its last writing says, where it lies, what it has counted as."""

    last: Step
    lies: str = "waiting"  # waiting, counted, sent back, gone
    written: int = 1
    entries: list[tuple[str, int, bool]] = field(default_factory=list)  # measure, value, crossed out

    @property
    def here(self) -> bool:
        """Whether it speaks against a nil report."""
        return self.lies != "gone"

    def cross_out(self) -> None:
        self.entries = [(measure, value, True) for measure, value, _ in self.entries]


@dataclass
class Zeros:
    """One nil report of the third quarter on paper."""

    codes: tuple[str, ...]
    by: str
    second: str = ""
    gone: bool = False


@dataclass
class Paper:
    """A unit's folder."""

    sheets: list[Sheet] = field(default_factory=list)
    zeros: list[Zeros] = field(default_factory=list)

    def sheet(self, step: Step) -> Sheet | None:
        return self.sheets[-1 - step.which] if step.which < len(self.sheets) else None

    def contradicts(self, codes: tuple[str, ...]) -> bool:
        told = {one.last.adds[0] for one in self.sheets if one.here and DAYS[one.last.day] == "Q3"}
        return bool(told & set(codes))

    def take(self, step: Step) -> bool:
        """Whether the step is taken, and the folder afterwards."""
        if step.act in ("nil", "second", "unnil"):
            return self._zero(step)
        if step.act == "file":
            taken = step.who in WRITERS
            self.sheets += [Sheet(step)] if taken else []
            return taken
        sheet = self.sheet(step)
        return sheet is not None and getattr(self, f"_{step.act}")(sheet, step)

    def _edit(self, sheet: Sheet, step: Step) -> bool:
        if step.who not in WRITERS or step.stale or sheet.lies not in ("waiting", "sent back"):
            return False
        sheet.last, sheet.lies, sheet.written = step, "waiting", sheet.written + 1
        return True

    def _verify(self, sheet: Sheet, step: Step) -> bool:
        if step.who not in STAFF or step.stale or sheet.lies != "waiting" or not sheet.last.proof:
            return False
        measure, people = sheet.last.adds
        sheet.lies = "counted"
        sheet.entries += [(measure, people, False)] if measure else []
        return True

    def _return(self, sheet: Sheet, step: Step) -> bool:
        if step.who not in STAFF or step.stale or not step.reason or sheet.lies not in ("waiting", "counted"):
            return False
        sheet.lies = "sent back"
        sheet.cross_out()
        return True

    def _reject(self, sheet: Sheet, step: Step) -> bool:
        if step.who not in STAFF or step.stale or not step.reason or sheet.lies != "waiting":
            return False
        sheet.lies = "gone"
        return True

    def _withdraw(self, sheet: Sheet, step: Step) -> bool:
        if step.who not in WRITERS or not step.reason or sheet.lies == "gone":
            return False
        sheet.lies = "gone"
        sheet.cross_out()
        return True

    def _zero(self, step: Step) -> bool:
        if step.who not in WRITERS:
            return False
        last = self.zeros[-1] if self.zeros and not self.zeros[-1].gone else None
        if step.act == "nil":
            taken = last is None and not self.contradicts(step.codes)
            self.zeros += [Zeros(step.codes, step.who)] if taken else []
            return taken
        if last is None or (step.act == "unnil" and not step.reason):
            return False
        if step.act == "unnil":
            last.gone = True
            return True
        if last.second or last.by == step.who or self.contradicts(last.codes):
            return False
        last.second = step.who
        return True

    def zero(self, code: str) -> bool:
        return any(one.second and not one.gone and code in one.codes for one in self.zeros)


@dataclass
class Unit:
    """The real thing beside the folder: a unit with two members and the records they make."""

    session: Session = field(repr=False)
    people: dict[str, SignedIn] = field(repr=False)
    reports: list[UUID] = field(default_factory=list)
    nils: list[int] = field(default_factory=list)
    minutes: int = 0

    def attempt(self, step: Step) -> bool:
        """Whether the real records took the step; what was refused leaves nothing."""
        self.minutes += 1
        try:
            with self.session.begin_nested():
                self._do(step)
        except RuleError:
            return False
        return True

    def _do(self, step: Step) -> None:
        by, now, reason = self.people[step.who], NOW + timedelta(minutes=self.minutes), step.reason
        if step.act == "file":
            self.reports.append(submit_report(self.session, by, "F3", step.form(1), now).report_id)
        elif step.act == "nil":
            self.nils.append(file_nil(self.session, by, ticks(*step.codes), now))
        elif step.act in ("second", "unnil"):
            nil = self.nils[-1] if self.nils else 0
            given = (reason,) if step.act == "unnil" else ()
            act: Callable[..., Any] = withdraw_nil if step.act == "unnil" else confirm_nil
            act(self.session, by, nil, *given, now)
        else:
            self._on_report(step, by, now, reason)

    def _on_report(self, step: Step, by: SignedIn, now: datetime, reason: str) -> None:
        if step.which >= len(self.reports):
            raise RuleError("unknown_report")
        report = self.reports[-1 - step.which]
        seen = self.session.get_one(ActivityReport, report).version - step.stale
        acts: dict[str, Callable[[], Any]] = {
            "edit": lambda: revise_report(self.session, by, report, step.form(seen), now),
            "verify": lambda: verify_report(self.session, by, report, seen, now),
            "return": lambda: return_report(self.session, by, report, seen, reason, now),
            "reject": lambda: reject_report(self.session, by, report, seen, reason, now),
            "withdraw": lambda: withdraw_report(self.session, by, report, reason, now),
        }
        acts[step.act]()
