"""Which refusals exist, and what does each of them mean?

Every refusal has a stable code, an HTTP status and the names of its facts.  The sentence a person reads
lives with the app that shows it (``survey/text.py``, ``dashboard/text.py``), under ``error.<code>``;
``tests/test_house.py`` fails when a code has no sentence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

# code -> (HTTP status, what happened, for developers).
REFUSALS: dict[str, tuple[int, str]] = {
    # -- one field of a form -------------------------------------------------------------------------
    "required": (422, "a required field is empty"),
    "not_a_choice": (422, "the value is not one of the choices offered"),
    "not_a_whole_number": (422, "a count was expected; '1.500' is 1500, '1,5' is refused"),
    "not_a_number": (422, "a number was expected"),
    "not_a_date": (422, "a date dd/MM/yyyy was expected"),
    "not_a_time": (422, "a time of day such as 14:30 was expected"),
    "not_a_moment": (422, "a day and a time such as 22/11/2026 14:30 were expected"),
    "too_small": (422, "below the least allowed value (facts: least)"),
    "too_large": (422, "above the greatest allowed value (facts: most)"),
    "too_long": (422, "longer than allowed (facts: most)"),
    "part_above_whole": (422, "a part is larger than its whole (facts: whole)"),
    "sum_mismatch": (422, "parts do not add up to the whole (facts: whole)"),
    "too_early": (422, "the date lies before anything the strategy counts (facts: least)"),
    "not_a_link": (422, "a web address was expected"),
    "too_many": (422, "more entries than allowed (facts: most)"),
    "future_date": (422, "the date lies in the future"),
    "end_before_start": (422, "the end lies before the start"),
    "constraint_unmet": (422, "the answer does not meet its question's own rule (facts: messages)"),
    "bad_text": (422, "text holds characters that cannot be stored (NUL, lone surrogate, control)"),
    # -- a whole form --------------------------------------------------------------------------------
    "fields_refused": (422, "one or more fields are refused; the problems say which"),
    "token_missing": (422, "the form's token is missing"),
    "token_malformed": (422, "the form's token is not a UUID version 4"),
    "token_reused": (422, "the token was used for other content; the first stays"),
    "token_erased": (410, "the answer under this token was erased for ever"),
    "assent_missing": (422, "the child did not say yes"),
    "too_big": (413, "the request is larger than the form can be (facts: most)"),
    "form_shape": (415, "the request is not a plain posted form (uploads are refused)"),
    # -- consultations -------------------------------------------------------------------------------
    "unknown_consultation": (404, "no consultation under this name"),
    "consultation_not_open": (403, "the consultation has not opened yet (facts: opens_on)"),
    "consultation_closed": (410, "the consultation is closed (facts: closed_on)"),
    "unknown_version": (422, "the form version is not one of this consultation"),
    "consultation_exists": (409, "another consultation has this name in its address"),
    "step_incomplete": (409, "an earlier step of the consultation lacks something"),
    "closes_before_now": (422, "the consultation would close before it opens, or in the past"),
    "unknown_invitation": (404, "no invitation under this code or number"),
    "unknown_point": (404, "no such point of the agency's answer, or no such telling"),
    "unknown_batch": (404, "no pile of paper sheets under this number"),
    "unknown_group": (404, "no answers of this group wait"),
    "no_sheet": (409, "the pile has no sheet to take back"),
    "unknown_slip": (404, "no tracking slip under this code"),
    "form_refused": (422, "the uploaded XLSForm cannot be used (facts: sheet, row, reason; a problem each)"),
    "unknown_instrument": (404, "no questionnaire under this name, or no such version of it"),
    "unknown_draft": (404, "nothing of this questionnaire waits to be published"),
    "free_text_needs_sealing": (409, "the form asks for own words, which nobody could yet read safely"),
    "release_too_small": (409, "fewer than the needed new answers (facts: needed)"),
    "release_is_final": (409, "the final tables were published; nothing comes after them"),
    "release_too_soon": (409, "a release was already made today"),
    # -- people and rights ---------------------------------------------------------------------------
    "sign_in_needed": (401, "nobody is signed in, or the session has ended"),
    "sign_in_failed": (401, "name, password or code is wrong; never says which"),
    "too_many_attempts": (429, "too many attempts; wait (facts: seconds)"),
    "forbidden": (403, "this role may not do this"),
    "other_organisation": (404, "the record belongs to another organisation; not even its existence is told"),
    "forged_request": (403, "the request did not come from our own page"),
    "unknown_account": (404, "no account under this name"),
    "account_exists": (409, "an account under this name exists"),
    "account_name_bad": (422, "the account name is malformed"),
    "password_too_short": (422, "the password is too short (facts: least)"),
    "password_too_long": (422, "the password is too long (facts: most)"),
    "password_too_common": (422, "the password is too easy to guess"),
    "organisation_needed": (422, "a member's account needs its organisation"),
    "unknown_organisation": (404, "no organisation under this id"),
    "organisation_exists": (409, "an organisation under this name exists"),
    "organisation_ended": (409, "the organisation has ended already"),
    "organisation_loop": (422, "an organisation cannot be merged into itself or into what came from it"),
    "own_account": (403, "nobody changes the role of their own account or closes it"),
    "link_dead": (410, "the one-time link was used, replaced, or is older than a day"),
    "wrong_password": (422, "the current password is wrong"),
    "passwords_differ": (422, "the password was typed in two ways"),
    # -- safeguarding --------------------------------------------------------------------------------
    "desk_shut": (409, "the officer's desk is shut; the passphrase opens it for 15 minutes"),
    "wrong_passphrase": (422, "the passphrase does not open the officer's key"),
    "passphrases_differ": (422, "the passphrase was typed in two ways"),
    "passphrase_is_password": (422, "the passphrase is the account's password"),
    "key_exists": (409, "the officer has a key already; it is replaced with the desk open"),
    "no_key": (409, "the officer has no key, or nobody admitted it yet"),
    "unknown_key": (404, "no key under this id that this act fits"),
    "last_key": (409, "this is the last officer's key; ending it would leave the paper alone"),
    "recovery_mistyped": (422, "a letter of the recovery key is wrong"),
    "wrong_recovery_key": (422, "another paper than the one that counts now"),
    "recovery_unconfirmed": (422, "the groups asked back are not those on the paper"),
    "recovery_forgotten": (409, "the new recovery key was not confirmed in time; it has to be made again"),
    "unknown_concern": (404, "no concern under this id"),
    "words_erased": (410, "the child's words were erased"),
    "words_unreadable": (409, "the sealed words were changed outside the system; no key opens them"),
    "decision_needed": (422, "a concern is closed only after something was decided"),
    "unknown_passage": (404, "no passage of this kind under this id"),
    "passage_identifies": (422, "the passage may tell who wrote it (facts: marks)"),
    "unknown_theme": (404, "no such theme in this consultation's code book"),
    "theme_exists": (409, "another theme of the code book has this name"),
    "theme_merged": (409, "the theme was merged, or would be merged into itself"),
    "coders_full": (409, "two other people code this consultation already"),
    "coding_running": (409, "the two coders have not both finished; nothing is compared yet"),
    "coding_compared": (409, "both coders have finished; codes are settled, no longer changed"),
    "nothing_to_settle": (409, "the two coders agree about this passage"),
    "quotes_full": (409, "a consultation publishes no more quotes than this (facts: most)"),
    # -- reports -------------------------------------------------------------------------------------
    "unknown_report": (404, "no report under this id"),
    "unknown_request": (404, "no request of the ledger under this number"),
    "unknown_form": (404, "no report form under this code"),
    "wrong_state": (409, "the record's state does not allow this act (facts: state)"),
    "own_report": (403, "nobody verifies their own report"),
    "second_person_needed": (403, "this act needs another person than the one who began it"),
    "stale_version": (409, "somebody else changed the record meanwhile"),
    "reason_needed": (422, "this act needs a reason"),
    "stale_draft": (409, "the draft was saved from elsewhere, filed or thrown away meanwhile"),
    "unknown_file": (404, "no file of this report under this id"),
    "file_empty": (422, "the file is empty (facts: name)"),
    "file_too_big": (413, "the file is larger than allowed (facts: name, most)"),
    "file_kind": (422, "not one of the kinds of file we take (facts: name)"),
    "file_renamed": (422, "the file's content is not what its name says (facts: name)"),
    "file_damaged": (422, "the file cannot be read to its end (facts: name)"),
    "file_unsafe": (422, "the file acts, hides something, or is locked (facts: name)"),
    "picture_too_large": (422, "the picture has too many pixels (facts: name)"),
    "too_many_files": (422, "a report takes five links and files at most (facts: most)"),
    "no_file_chosen": (422, "no file was chosen"),
    "statement_missing": (422, "nobody said that no child can be recognised in the files"),
    "nil_conflict": (422, "the unit reported something under these codes (facts: codes)"),
    "quarter_running": (422, "the quarter is not over yet (facts: ends_on)"),
    "nil_exists": (409, "the unit has a nil report for this quarter already"),
    "unknown_nil": (404, "no nil report of this unit under this number"),
    "half_year_needed": (422, "the measure is reported by half-years; another period was named"),
    "whole_year_needed": (422, "the measure is reported by years; another period was named"),
    "unit_ended": (422, "the unit had ended before the event (facts: ended_on)"),
    "has_warnings": (409, "a report with warnings is looked at by itself, not verified among others"),
    "not_verifiable": (409, "something is missing that verification needs (facts: fields)"),
    # -- the strategy --------------------------------------------------------------------------------
    "year_running": (409, "the year is not over yet, so nobody can close it"),
    "year_closed": (409, "the year was closed already"),
    "year_not_closed": (409, "the year was not closed, so there is nothing to revise"),
    "year_not_ready": (409, "a report of the year may still come in time (facts: until)"),
    "year_final": (422, "the year was closed and keeps its rule (facts: least)"),
    "value_unusable": (422, "the value cannot be used for this target"),
    "rule_unchanged": (422, "the rule asked for is the one that holds (facts: year)"),
    "rule_waits": (409, "another change of this measure's rule waits for a second person"),
    "unknown_proposal": (404, "no asked change of a rule under this number"),
    "proposal_decided": (409, "the asked change was confirmed, declined or taken back already"),
    "unknown_objective": (404, "no objective under this number"),
    "year_empty": (404, "nothing is known of the year (facts: year)"),
    "year_unchanged": (409, "the year says what its newest version says; there is nothing to revise"),
    "note_needed": (422, "this act needs a note in words"),
    "unknown_target": (404, "no strategic target under this number"),
    "unknown_review": (422, "no review of the strategy in this year"),
    "unknown_measure": (404, "no measure under this code"),
    "unknown_kind": (422, "no such kind of target"),
    "bad_parameter": (422, "a target parameter is malformed (facts: name)"),
    # -- exports -------------------------------------------------------------------------------------
    "purpose_needed": (422, "nobody said what the figures are taken out for"),
    "day_not_over": (422, "figures are exported as of a day that is over (facts: last)"),
    "set_not_by_unit": (422, "a chosen set speaks of the whole Association and has no part of one unit"),
    "nothing_to_export": (422, "no figure was known of these years by that day (facts: first, last, as_of)"),
    "answers_too_few": (
        409,
        "some group of children stays under the threshold even country-wide (facts: least)",
    ),
    "consultation_not_closed": (409, "single answers are given out once the consultation is over"),
    "unknown_snapshot": (404, "no snapshot under this number"),
    "snapshot_unfinished": (409, "the files of the snapshot are not ready yet"),
    "snapshot_differs": (409, "made again, the files are not what was recorded; they are not handed out"),
    "no_room": (503, "the disk has no room for the files; nothing was left half written"),
    # -- the machine ---------------------------------------------------------------------------------
    "not_found": (404, "no page under this address"),
    "method_not_allowed": (405, "this address does not take this method"),
    "unavailable": (503, "the database cannot be written now; nothing was stored"),
    "broken": (500, "our fault; logged without content"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused field of a form: which, why, and the facts its sentence needs."""

    field: str
    code: str
    facts: dict[str, object] = dataclasses.field(default_factory=dict)


class RuleError(Exception):
    """A refusal by a rule: ``code`` from :data:`REFUSALS`, ``facts`` for its sentence.

    ``problems`` is filled when single fields of a form are refused (code ``fields_refused``).
    """

    def __init__(self, code: str, /, problems: Iterable[Problem] = (), **facts: object) -> None:
        if code not in REFUSALS:
            raise KeyError(f"unknown refusal {code!r}")
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.problems = tuple(problems)

    @property
    def status(self) -> int:
        """HTTP status under which the survey shows this refusal."""
        return REFUSALS[self.code][0]


def refuse_fields(problems: Iterable[Problem]) -> None:
    """Raise ``fields_refused`` when there is at least one problem."""
    found = tuple(problems)
    if found:
        raise RuleError("fields_refused", found)
