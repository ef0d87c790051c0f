"""How does a request of the ledger look: one line of a list, its stages, its history?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db.queries.ledger import Confirmed, RequestRow
from db.queries.ledger_detail import RequestDetail, RequestEventRow
from db.queries.ledger_forms import ledger_acts
from db.rules.ledger_forms import POINTS
from db.rules.ledger_states import QUALITY_GATED, STAGE_ACTS, STAGES, Request
from db.rules.periods import days_overdue
from db.rules.report_forms import FormSpec
from survey.report_views import read_pairs
from survey.text import say, shown

# Words of an act in the address -> act; and back.
SLUGS: Final[dict[str, str]] = {
    "tra-loi": "answer",
    "xu-ly": "handle",
    "giai-quyet": "resolve",
    "theo-doi": "track",
    "da-bao": "notify",
    "gia-han": "extend",
    "rut": "withdraw",
    "ngoai-pham-vi": "set_aside",
    "duyet": "approve",
    "khong-duyet": "decline",
    "kiem-chat-luong": "assess",
    "dong": "close",
    "mo-lai": "reopen",
    "sua": "correct",
}
SLUG_OF: Final[dict[str, str]] = {act: slug for slug, act in SLUGS.items()}
# Acts that carry a request forward, offered first; all others stand below them.
FORWARD: Final = ("notify", "handle", "answer", "resolve", "track", "assess", "approve", "decline", "close")
# Acts that are not the owner's.
NOT_OWNERS: Final = frozenset({"close", "assess"})


@dataclass(frozen=True, slots=True)
class Line:
    """One request in a list, in words."""

    row: RequestRow
    state: str
    tone: str
    due: str
    missing: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a request; `reached` is False while it is still to come."""

    name: str
    words: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of the history, in words."""

    what: str
    day: date
    recorded: str
    notes: tuple[str, ...]


def line_of(row: RequestRow, today: date) -> Line:
    """A request as a list shows it."""
    request = row.request
    return Line(
        row=row,
        state=say(f"so.state.{request.state}"),
        tone=_tone(request, today),
        due=due_words(request, today),
        missing=missing_words(request),
    )


def missing_words(request: Request) -> str:
    """What an open request still needs; the number goes without saying while there is no answer."""
    if request.standing != "open":
        return ""
    wanted = [name for name in request.missing if name != "reply_no" or "answered" in request.stages]
    return ", ".join(say(f"so.missing.{name}") for name in wanted)


def due_words(request: Request, today: date) -> str:
    """How much time is left, or how the request ended."""
    day, last, settled = request.standing, request.last_day, request.settled_on
    if day == "excluded":
        return say("so.due.excluded", day=settled)
    if day == "done" and settled is not None:
        late = days_overdue(last, settled) if last else 0
        return say("so.due.late" if late else "so.due.in_time", day=settled, days=late)
    if last is None:
        return say("so.due.none")
    if last == today:
        return say("so.due.today")
    key = "so.due.overdue" if last < today else "so.due.left"
    return say(key, days=abs((last - today).days))


def confirmed_words(one: Confirmed) -> str:
    """When a ledger was last looked through, and by whom."""
    if one.confirmed_to is None:
        return say("so.confirmed_never")
    key = "so.confirmed_by" if one.by else "so.confirmed_to"
    return say(key, day=one.confirmed_to, name=one.by)


def _tone(request: Request, today: date) -> str:
    """The colour of the badge: that of a report in a like state."""
    if request.standing != "open":
        return "verified" if request.standing == "done" else "withdrawn"
    late = request.last_day is not None and request.last_day < today
    return "rejected" if late else "submitted"


def stages_of(detail: RequestDetail) -> tuple[Stage, ...]:
    """What the target asks of this request, and what of it is there."""
    request = detail.row.request
    found = [Stage(say("so.stage.received"), shown(request.received_on), True), _due_stage(request)]
    if detail.row.concerns_abuse:
        found.append(_dated("notified", request.notified_on))
    for stage in STAGES[request.code]:
        found.append(
            _dated(stage, request.stages.get(stage), request.reply_no if stage == "answered" else "")
        )
    if request.code in QUALITY_GATED:
        found.append(_quality(request))
    closer = detail.people.get(request.closed_by, "")
    return (*found, Stage(say("so.stage.closed"), closer or say("so.stage.not_yet"), bool(closer)))


def _due_stage(request: Request) -> Stage:
    words = shown(request.last_day) if request.last_day else say("so.due.none")
    if request.extended_to is not None and request.due_on is not None:
        words += f", {say('so.extended', day=request.due_on)}"
    return Stage(say("so.stage.due"), words, request.last_day is not None)


def _dated(name: str, day: date | None, number: str = "") -> Stage:
    label = say(f"so.stage.{name}")
    if day is None:
        return Stage(label, say("so.stage.not_yet"), False)
    return Stage(label, say("so.answered_no", day=day, number=number) if number else shown(day), True)


def _quality(request: Request) -> Stage:
    label = say("so.stage.quality")
    if request.quality_ok is None:
        return Stage(label, say("so.stage.not_yet"), False)
    key = "so.quality.passed" if request.quality_ok else "so.quality.failed"
    return Stage(label, say(key, document=request.result_doc), request.quality_ok)


def acts_for(detail: RequestDetail, person: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What this person may record now: forward acts, other acts, and why some are left out."""
    request, offered, why = detail.row.request, list(detail.offered), []
    if person == request.owner and NOT_OWNERS & set(offered):
        offered = [act for act in offered if act not in NOT_OWNERS]
        why.append(say("so.own"))
    if person == request.set_aside_by and "approve" in offered:
        offered.remove("approve")
        why.append(say("so.own_proposal"))
    again = {act for act in offered if STAGE_ACTS.get(act) in request.stages and act != "track"}
    if not detail.row.notice_due:
        again.add("notify")
    first = tuple(act for act in FORWARD if act in offered and act not in again)
    return first, tuple(act for act in offered if act not in first), tuple(why)


def history_of(detail: RequestDetail, spec: FormSpec) -> tuple[Told, ...]:
    """What happened, the last recorded first: who wrote what, when, from what to what, and why."""
    return tuple(_told(event, detail, spec) for event in reversed(detail.events))


def _told(event: RequestEventRow, detail: RequestDetail, spec: FormSpec) -> Told:
    notes = [*_changes(event, detail, spec), *_notes(event, detail.people)]
    recorded = say("so.recorded", day=event.recorded_at, name=event.by_vi)
    return Told(say(f"so.did.{event.act}"), event.happened_on, recorded, tuple(notes))


def _changes(event: RequestEventRow, detail: RequestDetail, spec: FormSpec) -> Iterable[str]:
    for change in event.changes:
        field = spec.field(change.field)
        label = field.label_vi if field else change.field
        before, after = (
            value_words(spec, change.field, value, detail) for value in (change.before, change.after)
        )
        yield say("so.changed", label=label, before=before, after=after)


def value_words(spec: FormSpec, name: str, value: Any, detail: RequestDetail) -> str:
    """One value of the form in words; people by their name, of closed accounts too."""
    if value is None:
        return say("so.nothing")
    if name == "owner":
        return detail.people.get(value, "")
    return "; ".join(words for _, words in read_pairs(spec, {name: value}, ()))


def _notes(event: RequestEventRow, people: Mapping[str, str]) -> Iterable[str]:
    data, spec = event.data, ledger_acts().get(event.act)
    if event.act == "notify" and spec is not None:
        yield "; ".join(words for _, words in read_pairs(spec, {"told": data["told"]}, ())).replace(
            "\n", ", "
        )
    if "number" in data:
        yield say("so.number", number=data["number"])
    if "until" in data:
        day, name = date.fromisoformat(data["until"]), people.get(data["approver"], "")
        yield say("so.until", day=day, name=name)
    if event.act == "assess":
        yield say("so.points", count=min(len(data.get("points", ())), POINTS))
    if "reason" in data:
        note = event.act in ("notify", "approve", "close")
        yield say("so.note" if note else "so.reason", reason=data["reason"])


def content_of(detail: RequestDetail, spec: FormSpec) -> tuple[tuple[str, str], ...]:
    """The filled form as (label, words)."""
    return tuple(
        (field.label_vi, value_words(spec, field.name, detail.content[field.name], detail))
        for field in spec.fields
        if field.name in detail.content
    )
