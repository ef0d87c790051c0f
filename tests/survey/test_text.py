"""No refusal without a sentence, no key without words, no words without a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import survey
from db.models.consulting import CONSULTATION_STATES
from db.models.years import CLOSE_STATES
from db.queries.desk_forms import desk_form
from db.queries.ledger import VIEWS
from db.queries.own_quarter import STATES as QUARTER_STATES
from db.queries.reporting_owed import OWED
from db.rules.answer_kinds import KINDS
from db.rules.answers import AGE_BAND, PROVINCE, SEX
from db.rules.consultation import STEPS
from db.rules.consultation import TRANSITIONS as CONSULTATION_TRANSITIONS
from db.rules.definition import COMPUTED_KINDS
from db.rules.errors import REFUSALS, Problem, RuleError
from db.rules.exports import OCCASIONS, SETS
from db.rules.form_changes import CHANGES
from db.rules.form_states import FORM_STATES
from db.rules.head_office import EFFECTS
from db.rules.invitations import HELD_FOR
from db.rules.ledger_states import REQUEST_STATES, STAGE_ACTS
from db.rules.ledger_states import TRANSITIONS as LEDGER_TRANSITIONS
from db.rules.report_forms import SECTIONS
from db.rules.report_warnings import WARNINGS
from db.rules.reporting import REPORT_STATES, TRANSITIONS
from db.rules.roles import ACCOUNT_ROLES
from db.rules.safeguarding import ACTS as SAFEGUARDING_ACTS
from db.rules.safeguarding import CONCERN_STATES, PASSAGE_STATES
from db.rules.target_rules import ASKED
from db.xlsform.faults import NOTES, REASONS
from db.xlsform.starter import AUDIENCES
from survey.endpoints.keys import TOLD
from survey.text import TEXT, UNKNOWN_FACT, say, sentence

FOLDER = Path(survey.__file__).parent
# Families of keys whose last part comes from a table of the rules.
FAMILIES = {
    "error.": set(REFUSALS),
    "state.": set(REPORT_STATES),
    "act.": {act for _, act in TRANSITIONS},
    "warning.": set(WARNINGS),
    "section.": set(SECTIONS),
    "so.state.": set(REQUEST_STATES),
    "so.act.": {act for _, act in LEDGER_TRANSITIONS},
    "so.did.": {"receive", *(act for _, act in LEDGER_TRANSITIONS)},
    "so.missing.": {*STAGE_ACTS.values(), "reply_no", "quality_ok"},
    "so.stage.": {*STAGE_ACTS.values(), "notified"},
    "so.view.": set(VIEWS),
    "so.col.": {"number", "subject", "received", "due", "stage", "owner"},
    "so.strip.": {"overdue", "today", "soon", "later", "without_due"},
    "so.section.": set(SECTIONS),
    "so.refused.": {"stale_version", "wrong_state"},
    "quarter.": set(QUARTER_STATES),
    "nil.state.": {"filed", "confirmed", "withdrawn"},
    "needed.": {"yes", "when", "verify"},
    "target.kind.": set(ASKED),
    "target.effect_": {"moves", "stays", "frozen", "later"},
    "target.decided.": {"declined", "withdrawn"},
    "period.": {"year", "H1", "H2"},
    "chase.state.": set(OWED),
    "chase.col.": {"unit", "state", "people", "last"},
    "role.": set(ACCOUNT_ROLES),
    "kind.": {code for field in desk_form("unit_add").fields if field.name == "kind" for code in field.codes},
    "year.state.": {"open", "provisional", *CLOSE_STATES},
    "check.why.": {"title", "link", "both_units"},
    "audit.": {"session_opened", "report_verify", "organisation_merged", "password_set"},
    "effect.": set(EFFECTS),
    "actor.": {"sample", "public", "founding"},
    "fact.": {"version", "state", "role", "number", "year"},
    "noun.": {"account", "organisation", "report", "request"},
    "changed.": {"name_vi", "kind", "role", "valid_to"},
    "plan.col.": {"year", "value", "approved", "state", "recorded"},
    "unit.col.": {"name", "kind", "province", "life"},
    "person.col.": {"account", "name", "unit", "state"},
    "xls.reason.": set(REASONS) - {"too_big"},
    "xls.too_big.": {"file", "unpacked", "rows", "columns", "cell", "memory"},
    "xls.note.": set(NOTES),
    "xls.change.": set(CHANGES),
    "xls.kind.": {"note", *COMPUTED_KINDS, *KINDS},
    "instrument.state.": set(FORM_STATES),
    "instrument.for.": set(AUDIENCES),
    "instrument.col.": {"version", "state", "questions", "uses"},
    "audit.col.": {"seq", "at", "actor", "act", "record", "facts"},
    "officer.order.": {"1", "2", "3"},
    "officer.state.": set(CONCERN_STATES),
    "officer.col.": {"item", "day", "state", "order"},
    "concern.act.": set(SAFEGUARDING_ACTS),
    "concern.about.": {AGE_BAND, SEX, PROVINCE},
    "passage.mark.": {"phone", "link", "school", "place", "birthday", "name"},
    "passage.state.": set(PASSAGE_STATES),
    "key.state.": {"waiting", "admitted", "ended"},
    "key.told.": set(TOLD),
    "key.step": {"1", "2", "3", "4", "5"},
    "desk.state.": {"not_open", "open", "grace", "closed"},
    "slip.step": {"1", "2", "3", "4"},
    "set.": set(SETS),
    "occasion.": set(OCCASIONS),
    "xuat.col.": {"number", "made", "by", "as_of", "sets", "rows"},
    "lyk.state.": set(CONSULTATION_STATES),
    "lyk.step.": set(STEPS),
    "lyk.missing.": {item for items in STEPS.values() for item in items},
    "lyk.act.": {"prepare", "point", *(act for _, act in CONSULTATION_TRANSITIONS)},
    "lyk.reminder.": {"late", "soon", "waiting", "told"},
    "lyk.refused.": {"wrong_state", "stale_version"},
    "lyk.section.": set(SECTIONS),
    "lyk.col.": {"title", "state", "time", "answers", "next"},
    "held.why.": set(HELD_FOR),
    "kq.verdict.": {"accepted", "partly", "refused"},
    "kq.next.": {"open", "closed", "sent", "replied", "told"},
    "mh.col.": {"title", "passages", "coders"},
    "verdict.": {"accepted", "partly", "refused"},
    "results.by.": {"nhom_tuoi", "gioi_tinh", "vung"},
}


def sources() -> str:
    files = [
        *FOLDER.rglob("*.html"),
        *(path for path in FOLDER.rglob("*.py") if not path.name.startswith("text")),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("code", REFUSALS)
def test_each_refusal_says_what_to_do(code: str) -> None:
    words = sentence(RuleError(code))
    asks = r"\b(Hãy|hãy|Vẫn có thể|Muốn|nhờ|liên hệ)\b"
    assert len(words) > 15 and words.endswith(".") and re.search(asks, words), words


@pytest.mark.parametrize("family", FAMILIES)
def test_each_row_of_a_table_has_words(family: str) -> None:
    assert {key.removeprefix(family) for key in TEXT if key.startswith(family)} >= FAMILIES[family]


def test_every_key_that_is_named_has_words() -> None:
    named = set(re.findall(r"""say\(["']([\w.]+)["'][,)]""", sources()))
    assert len(named) > 100 and named <= set(TEXT)


def test_no_words_lie_about_unused() -> None:
    used = sources().replace("'", '"')
    composed = (*FAMILIES, "refusal.", "slip.")
    assert [key for key in TEXT if f'"{key}"' not in used and not key.startswith(composed)] == []


def test_facts_are_written_the_vietnamese_way() -> None:
    assert "1.500" in sentence(Problem("a", "too_large", {"most": 1500}))
    assert "Trả lại để sửa" in sentence(RuleError("wrong_state", state="returned"))
    assert say("error.too_long") == TEXT["error.too_long"].replace("{most}", UNKNOWN_FACT)
    own = Problem("a", "constraint_unmet", {"messages": {"vi": "Em chọn lại nhé."}})
    assert sentence(own) == "Em chọn lại nhé."
