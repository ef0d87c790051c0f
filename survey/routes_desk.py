"""Which addresses have head office's figures, years, units, accounts and the log?"""

from __future__ import annotations

from typing import Final

from survey.endpoints import (
    audit,
    chase,
    comment_desk,
    entries,
    exports,
    health,
    own_password,
    owner_desk,
    people,
    snapshots,
    targets_desk,
    units,
    year_desk,
    year_report,
)
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
    Page(year_report.REPORT_PATH, "export_results", year_report.get_report),
    Page(
        "/ban-lam-viec/nhan-xet/{measure}",
        "comment",
        comment_desk.get_comment,
        comment_desk.post_comment,
        comment_desk.refill_comment,
    ),
    Page(targets_desk.TARGETS_PATH, "keep_targets", targets_desk.get_list),
    Page(targets_desk.TARGETS_PATH + "/{measure}", "keep_targets", targets_desk.get_target),
    Page(
        targets_desk.TARGETS_PATH + "/{measure}/doi",
        "keep_targets",
        targets_desk.get_change,
        targets_desk.post_change,
        targets_desk.refill_change,
    ),
    Page(
        targets_desk.TARGETS_PATH + "/{measure}/quyet-dinh",
        "keep_targets",
        None,
        targets_desk.post_decision,
        targets_desk.refill_decision,
    ),
    Page(
        owner_desk.OWNER_PATH + "/{measure}",
        "keep_targets",
        owner_desk.get_owner,
        owner_desk.post_owner,
        owner_desk.refill_owner,
    ),
    Page("/ban-lam-viec/minh-chung", "keep_evidence", year_desk.get_evidence),
    Page(
        "/ban-lam-viec/minh-chung/{number:int}",
        "keep_evidence",
        year_desk.get_new_evidence,
        year_desk.post_new_evidence,
        year_desk.refill_new_evidence,
    ),
    Page(chase.CHASE_PATH, "read_desk", chase.get_list),
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
    Page(exports.PATH, "make_snapshot", exports.get_form, exports.post_form, exports.refill_form),
    Page(exports.PATH + "/{snapshot:int}", "export_results", snapshots.get_snapshot),
    Page(exports.PATH + "/lam-lai/{snapshot:int}", "make_snapshot", None, snapshots.post_snapshot),
    Page(exports.PATH + "/{snapshot:int}/{file}", "export_results", snapshots.get_file),
    Page("/kiem-tra/nhat-ky", "read_audit", audit.get_log),
    Page("/kiem-tra/tinh-trang", "read_health", health.get_health),
)
