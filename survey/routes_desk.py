"""Which addresses have head office's figures, years, units, accounts and the log?"""

from __future__ import annotations

from typing import Final

from survey.endpoints import audit, entries, own_password, people, units, year_desk
from survey.guards import Page

ENTRIES: Final = "/ban-lam-viec/so-lieu"
UNITS: Final = "/ban-lam-viec/don-vi"
PEOPLE: Final = "/quan-tri/tai-khoan"

DESK: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page(ENTRIES, "enter_figures", entries.get_list),
    Page(ENTRIES + "/ke-hoach", "enter_figures", entries.get_plans),
    Page(ENTRIES + "/moi/{form}", "enter_figures", entries.get_new, entries.post_new, entries.refill_new),
    Page(ENTRIES + "/{report_id:uuid}", "enter_figures", entries.get_entry),
    Page(
        ENTRIES + "/{report_id:uuid}/sua",
        "enter_figures",
        entries.get_edit,
        entries.post_edit,
        entries.refill_edit,
    ),
    Page(
        ENTRIES + "/{report_id:uuid}/chat-luong",
        "enter_figures",
        None,
        entries.post_quality,
        entries.refill_entry,
    ),
    Page(
        ENTRIES + "/{report_id:uuid}/rut", "enter_figures", None, entries.post_withdraw, entries.refill_entry
    ),
    Page(
        "/ban-lam-viec/nam/{year:int}",
        "close_year",
        year_desk.get_year,
        year_desk.post_year,
        year_desk.refill_year,
    ),
    Page(
        "/ban-lam-viec/nhan-xet/{measure}",
        "comment",
        year_desk.get_comment,
        year_desk.post_comment,
        year_desk.refill_comment,
    ),
    Page("/ban-lam-viec/minh-chung", "keep_evidence", year_desk.get_evidence),
    Page(
        "/ban-lam-viec/minh-chung/{number:int}",
        "keep_evidence",
        year_desk.get_new_evidence,
        year_desk.post_new_evidence,
        year_desk.refill_new_evidence,
    ),
    Page(UNITS, "keep_organisations", units.get_list),
    Page(UNITS + "/moi", "keep_organisations", units.get_new, units.post_new, units.refill_new),
    Page(UNITS + "/{unit_id:int}", "keep_organisations", units.get_unit),
    Page(
        UNITS + "/{unit_id:int}/{act}", "keep_organisations", units.get_act, units.post_act, units.refill_act
    ),
    Page(PEOPLE, "manage_accounts", people.get_list),
    Page(PEOPLE + "/moi", "manage_accounts", people.get_new, people.post_new, people.refill_new),
    Page(PEOPLE + "/{account}", "manage_accounts", people.get_account),
    Page(PEOPLE + "/{account}/{act}", "manage_accounts", people.get_act, people.post_act, people.refill_act),
    Page(
        "/tai-khoan",
        "change_password",
        own_password.get_mine,
        own_password.post_mine,
        own_password.refill_mine,
    ),
    Page("/dat-mat-khau/{token}", "set_password", own_password.get_link, own_password.post_link),
    Page("/kiem-tra/nhat-ky", "read_audit", audit.get_log),
)
