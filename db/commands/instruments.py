"""What happens to a questionnaire?  It is uploaded, published, offered no longer, offered again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.consultations import publish_form
from db.models import FormDraft, FormEvent, FormVersion, Instrument
from db.queries.accounts import SignedIn
from db.rules.definition import Definition, changed_kinds, read_definition
from db.rules.errors import Problem, RuleError
from db.rules.form_states import TRANSITIONS, version_state
from db.rules.roles import check_may
from db.rules.statemachine import move
from db.xlsform.convert import Converted

ACTION = "keep_instruments"
_NOUN = "instrument"
_AUDITED = {"retire": "form_retired", "restore": "form_restored"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read: what it is called, its bytes, what the converter made of it."""

    source_name: str
    source: bytes
    converted: Converted


def save_draft(
    session: Session, by: SignedIn, slug: str, upload: Upload, now: datetime, *, new: bool
) -> FormDraft:
    """Keep what was uploaded until somebody publishes it; a later upload takes its place.

    `new`: the person means a questionnaire that does not exist yet.
    Raises: RuleError `form_refused` (reasons: instrument_exists, changed_kind), `unknown_instrument`.
    """
    check_may(by.role, ACTION)
    exists = session.scalar(select(Instrument.id).where(Instrument.slug == slug)) is not None
    draft = session.scalar(select(FormDraft).where(FormDraft.slug == slug))
    if new and (exists or draft):
        raise _refused([("settings", 2, "instrument_exists", {"value": slug})])
    if not new and not exists and draft is None:
        raise RuleError("unknown_instrument")
    _check_kinds(session, slug, upload.converted.definition)
    draft = draft or FormDraft(slug=slug)
    draft.source, draft.source_name = upload.source, upload.source_name
    draft.xform, draft.definition = upload.converted.xml, upload.converted.definition
    draft.notes = [asdict(note) for note in (*upload.converted.repairs, *upload.converted.warnings)]
    draft.sha256 = hashlib.sha256(upload.source).hexdigest()
    draft.saved_at, draft.saved_by = now, by.name
    session.add(draft)
    facts = {"sha256": draft.sha256, "notes": len(draft.notes)}
    record(session, Audit(by.name, "form_uploaded", _NOUN, slug, now, facts))
    return draft


def publish_draft(session: Session, by: SignedIn, slug: str, sha256: str, now: datetime) -> FormVersion:
    """Freeze the draft as the next version; `sha256` names the file the person looked at.

    Raises: RuleError `unknown_draft`, `stale_version`, `form_refused`, `free_text_needs_sealing`.
    """
    check_may(by.role, ACTION)
    draft = _draft(session, slug)
    if draft.sha256 != sha256:
        raise RuleError("stale_version")
    _check_kinds(session, slug, draft.definition)
    version = publish_form(
        session, by.name, slug, draft.source, draft.xform, draft.definition, now, draft.source_name
    )
    title = str(draft.definition["title"])
    instrument = session.get_one(Instrument, version.instrument_id)
    instrument.title_vi = title[:200]
    session.delete(draft)
    return version


def discard_draft(session: Session, by: SignedIn, slug: str, now: datetime) -> None:
    """Throw away what was uploaded; what was published before stays.  Raises: RuleError `unknown_draft`."""
    check_may(by.role, ACTION)
    draft = _draft(session, slug)
    session.execute(delete(FormDraft).where(FormDraft.id == draft.id))
    record(session, Audit(by.name, "form_discarded", _NOUN, slug, now, {"sha256": draft.sha256}))


def move_version(session: Session, by: SignedIn, slug: str, number: int, act: str, now: datetime) -> None:
    """Offer a published version no longer (`retire`), or again (`restore`).

    Consultations that ask it go on; new ones cannot choose it.
    Raises: RuleError `unknown_instrument`, `wrong_state`.
    """
    check_may(by.role, ACTION)
    version = session.scalar(
        select(FormVersion).join(Instrument).where(Instrument.slug == slug, FormVersion.number == number)
    )
    if version is None or act not in _AUDITED:
        raise RuleError("unknown_instrument")
    events = select(FormEvent.act).where(FormEvent.form_version_id == version.id).order_by(FormEvent.id)
    move(TRANSITIONS, version_state(session.scalars(events)), act)
    session.add(FormEvent(form_version_id=version.id, act=act, at=now, by=by.name))
    record(session, Audit(by.name, _AUDITED[act], "form_version", str(version.id), now))


def _draft(session: Session, slug: str) -> FormDraft:
    draft = session.scalar(select(FormDraft).where(FormDraft.slug == slug))
    if draft is None:
        raise RuleError("unknown_draft")
    return draft


def _check_kinds(session: Session, slug: str, definition: Mapping[str, object]) -> None:
    """A question keeps its kind through all versions, or answers to them could not be put together."""
    after = read_definition(definition)
    faults: dict[str, tuple[str, int, str, dict[str, object]]] = {}
    stored = select(FormVersion.definition).join(Instrument).where(Instrument.slug == slug)
    for before in session.scalars(stored.order_by(FormVersion.number.desc())):
        for name, fault in _kind_faults(read_definition(before), after).items():
            faults.setdefault(name, fault)
    if faults:
        raise _refused(list(faults.values()))


def _kind_faults(before: Definition, after: Definition) -> dict[str, tuple[str, int, str, dict[str, object]]]:
    old = {question.name: question for question in before.questions}
    changed = set(changed_kinds(before, after))
    return {
        one.name: (
            "survey",
            one.row,
            "changed_kind",
            {"value": one.name, "before": old[one.name].kind, "after": one.kind},
        )
        for one in after.questions
        if one.name in changed
    }


def _refused(faults: Sequence[tuple[str, int, str, dict[str, object]]]) -> RuleError:
    """As the converter refuses: one problem for each place in the author's file."""
    problems = [
        Problem(f"{sheet}!{row}", "form_refused", {**facts, "sheet": sheet, "row": row, "reason": reason})
        for sheet, row, reason, facts in faults
    ]
    sheet, row, reason, _ = faults[0]
    return RuleError("form_refused", problems, sheet=sheet, row=row, reason=reason)
