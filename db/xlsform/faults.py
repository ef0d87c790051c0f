"""What can be wrong with an uploaded form, and where is it said?

A fault stops the form, a note does not; both name the sheet, the row as the author's spreadsheet numbers
it (1 is the header), a stable reason, and the facts its sentence needs.  The sentences live with the app.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

# reason -> what happened, for developers; every one is a refusal of the whole upload.
REASONS: Final[dict[str, str]] = {
    # -- the file
    "unreadable": "the file is no .xlsx and no Markdown table, or is damaged (facts: detail)",
    "wrong_extension": "the file's name ends neither in .xlsx nor in .md (facts: value)",
    "renamed": "the content is not what the name says (facts: value)",
    "old_excel": "an Excel file of the old kind (.xls)",
    "password": "the file is protected by a password",
    "macros": "the file holds macros",
    "instrument_exists": "a new questionnaire under the form_id of one that exists (facts: value)",
    "changed_kind": "a question is answered in another way than in a published version "
    "(facts: value, before, after)",
    "too_slow": "reading the form took longer than allowed",
    "too_big": "the file, or what it unpacks to, is larger than allowed (facts: what, most)",
    "no_survey": "there is no survey sheet, or no question in it",
    "pyxform": "the converter refuses the form (facts: detail, in English)",
    "bad_text": "a cell holds characters that cannot be stored (facts: column)",
    "duplicate_language": "two columns are in the same language under different names (facts: value)",
    "sheet_unsupported": "a sheet of this name is not supported (facts: value)",
    "unknown_audience": "the settings name nobody a form may ask: children or adults (facts: value)",
    # -- a row of the survey sheet
    "unknown_type": "no such question type (facts: value)",
    "needs_device": "the type needs a camera, microphone, location or upload (facts: value)",
    "needs_later_level": "the type or column is not supported yet (facts: value)",
    "needs_list_file": "lists from files and look-ups in them are not supported (facts: value)",
    "needs_repeat": "repeated groups are not supported (facts: value)",
    "missing_name": "a question has no name",
    "missing_label": "a question, note or choice has no words to show (facts: name)",
    "bad_name": "a name may hold Latin letters without marks, digits, _ - . only (facts: value, suggestion)",
    "reserved_name": "the name is one of the page's own fields (facts: value)",
    "duplicate_name": "two questions or groups have the same name (facts: value, other_row)",
    "group_open": "a group is opened and not closed, or closed and not opened (facts: value)",
    "group_deep": "groups are nested too deeply (facts: most)",
    "missing_calculation": "a calculate has no calculation (facts: name)",
    "calculation_not_here": "only a calculate may have a calculation (facts: name)",
    "bad_range": "start, end and step of a range do not fit, or give too many values (facts: value, most)",
    "or_other_filter": "or_other cannot stand together with a choice_filter (facts: value)",
    "piping": "an earlier answer inside a text is not supported (facts: column, value)",
    # -- choices
    "unknown_list": "the choice list does not exist (facts: value)",
    "missing_choice_name": "a choice has no list_name or no name",
    "duplicate_choice": "one list has two different choices under one name (facts: value, other_row)",
    "bad_choice_name": "a choice's name has spaces or is too long (facts: value)",
    # -- expressions
    "syntax": "the expression cannot be read (facts: column, value, near)",
    "unknown_question": "the expression names a question that does not exist (facts: column, value)",
    "unknown_column": "the choice filter names a column the choices sheet lacks (facts: column, value)",
    "unknown_function": "no such function (facts: column, value)",
    "wrong_arguments": "too few or too many arguments (facts: column, value)",
    "needs_place": "the function needs a location (facts: column, value)",
    "not_for_children": "the function is not supported (facts: column, value)",
    "unsupported_path": "only ${name}, . and plain paths are supported (facts: column, value)",
    "dot_not_here": "'.' has a meaning only in a constraint (facts: column)",
    "too_complex": "the expression is too long or too deep (facts: column)",
    "pattern_not_literal": "the pattern of regex() must be written out in quotes (facts: column)",
    "bad_pattern": "the pattern of regex() cannot be used (facts: column, value, detail)",
    "circular": "questions decide in a circle whether they are shown (facts: value)",
}

# code -> what was mended or noticed; none of them stops the form.
NOTES: Final[dict[str, str]] = {
    "merged_columns": "two columns meant the same and were made one (facts: kept, dropped)",
    "named_language": "the column without language was taken as Vietnamese (facts: column, language)",
    "dropped_choice": "a choice written twice was kept once (facts: value)",
    "blanked_metadata": "a field that identifies the phone or person is left empty (facts: name, value)",
    "dropped_media": "pictures, sounds and films beside a text are not shown (facts: column)",
    "normalised_text": "letters were composed (Unicode NFC) in so many cells (facts: count)",
    "default_ignored": "nothing is chosen before the child chooses; the default is not used (facts: name)",
    "or_other": "a choice 'other' and a question for its words were added (facts: name)",
    "read_only": "a read-only question is shown as a note (facts: name)",
    "ignored_column": "the column has no meaning here (facts: column)",
    "private_item": "the question asks for a child's private information (facts: name, value, law)",
    "merged_cells": "the sheet has merged cells; only the first of them holds a value",
    "formulas": "the sheet has formulas; their last computed values are used",
    "pyxform": "a remark of the converter (facts: detail, in English)",
    "free_text": "the form asks for own words, which needs sealing before it may be published (facts: name)",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something mended or noticed, that the author is told."""

    code: str
    sheet: str = ""
    row: int = 0
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that stops the form, and where."""

    reason: str
    sheet: str = ""
    row: int = 0
    facts: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise KeyError(f"unknown reason {self.reason!r}")


class FormFault(Exception):
    """Faults found so far, where going on makes no sense."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.reason for fault in faults))
        self.faults = faults
