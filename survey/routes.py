"""Which addresses exist, which action is each, and what answers?  The whole app at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.routing import Route

from survey.assets import BASE, get_asset
from survey.endpoints import (
    account,
    consultations,
    desk,
    drafts,
    evidence,
    ledger,
    ledger_forms,
    machine,
    nil_reports,
    public,
    report_choose,
    report_forms,
    reports,
    results,
    slips,
    verification,
)
from survey.guards import Page, guarded
from survey.routes_coding import CODING
from survey.routes_consulting import CONSULTING
from survey.routes_desk import DESK
from survey.routes_instruments import INSTRUMENT_PAGES
from survey.routes_officers import OFFICERS

ROUTES: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page("/", "read_public", public.get_home),
    Page("/y-kien/{slug}", "answer", consultations.get_form, consultations.post_form),
    Page("/cam-on/{code}", "answer", consultations.get_thanks),
    Page("/phieu", "read_public", slips.get_ask),
    Page("/phieu/da-rut", "read_public", slips.get_withdrawn),
    Page("/phieu/{code}", "read_public", slips.get_slip),
    Page("/phieu/{code}/rut", "answer", slips.get_withdraw, slips.post_withdraw),
    Page("/ket-qua/{slug}", "read_public", results.get_results),
    Page("/dang-nhap", "sign_in", account.get_sign_in, account.post_sign_in),
    Page("/dang-xuat", "sign_out", None, account.post_sign_out),
    Page("/trang-cua-toi", "see_home", account.get_my_page),
    Page("/bao-cao", "read_own_reports", reports.get_list),
    Page("/bao-cao/moi", "file_report", report_choose.get_choose),
    Page(
        "/bao-cao/moi/{form}",
        "file_report",
        report_forms.get_new,
        report_forms.post_new,
        report_forms.refill_new,
    ),
    Page("/bao-cao/moi/{form}/nhap", "file_report", None, drafts.post_new, report_forms.refill_new),
    Page("/bao-cao/nhap/{draft_id:int}/bo", "file_report", None, drafts.post_discard),
    Page(
        "/bao-cao/khong-phat-sinh",
        "file_report",
        nil_reports.get_new,
        nil_reports.post_new,
        nil_reports.refill_new,
    ),
    Page(
        "/bao-cao/khong-phat-sinh/{nil_id:int}",
        "file_report",
        nil_reports.get_nil,
        nil_reports.post_nil,
        nil_reports.refill_nil,
    ),
    Page("/bao-cao/{report_id:uuid}", "read_own_reports", reports.get_report),
    Page(
        "/bao-cao/{report_id:uuid}/sua",
        "file_report",
        report_forms.get_edit,
        report_forms.post_edit,
        report_forms.refill_edit,
    ),
    Page(
        "/bao-cao/{report_id:uuid}/sua/nhap",
        "file_report",
        None,
        drafts.post_edit,
        report_forms.refill_edit,
    ),
    Page(
        "/bao-cao/{report_id:uuid}/minh-chung",
        "file_report",
        evidence.get_add,
        evidence.post_add,
        evidence.refill_add,
        upload=True,
    ),
    Page(
        "/bao-cao/{report_id:uuid}/minh-chung/{file_id:uuid}",
        "read_own_reports",
        evidence.get_own_file,
    ),
    Page(
        "/bao-cao/{report_id:uuid}/minh-chung/{file_id:uuid}/bo",
        "file_report",
        None,
        evidence.post_remove,
        evidence.refill_add,
    ),
    Page(
        "/bao-cao/{report_id:uuid}/rut",
        "file_report",
        reports.get_withdraw,
        reports.post_withdraw,
        reports.refill_withdraw,
    ),
    Page("/ban-lam-viec", "read_desk", desk.get_home),
    Page("/ban-lam-viec/xac-minh", "verify_report", verification.get_queue),
    Page(
        "/ban-lam-viec/xac-minh/hang-loat",
        "verify_report",
        None,
        verification.post_together,
        verification.refill_together,
    ),
    Page(
        "/ban-lam-viec/xac-minh/{report_id:uuid}",
        "verify_report",
        verification.get_check,
        verification.post_check,
        verification.refill_check,
    ),
    Page(
        "/ban-lam-viec/xac-minh/{report_id:uuid}/minh-chung/{file_id:uuid}",
        "verify_report",
        evidence.get_file,
    ),
    Page("/ban-lam-viec/so", "keep_ledger", ledger.get_list),
    Page("/ban-lam-viec/so/moi", "keep_ledger", ledger.get_choose),
    Page(
        "/ban-lam-viec/so/moi/{measure}",
        "keep_ledger",
        ledger_forms.get_new,
        ledger_forms.post_new,
        ledger_forms.refill_new,
    ),
    Page(
        "/ban-lam-viec/so/xac-nhan",
        "keep_ledger",
        ledger_forms.get_confirm,
        ledger_forms.post_confirm,
        ledger_forms.refill_confirm,
    ),
    Page("/ban-lam-viec/so/{request_id:int}", "keep_ledger", ledger.get_request),
    Page(
        "/ban-lam-viec/so/{request_id:int}/{act}",
        "keep_ledger",
        ledger_forms.get_act,
        ledger_forms.post_act,
        ledger_forms.refill_act,
    ),
    *DESK,
    *OFFICERS,
    *CONSULTING,
    *CODING,
    *INSTRUMENT_PAGES,
    Page(BASE + "/{name}", "read_public", get_asset),
    Page("/healthz", "read_public", machine.get_health),
)


def starlette_routes(pages: Sequence[Page]) -> list[Route]:
    """The table as Starlette takes it: no route without its guard."""
    return [Route(page.path, guarded(page), methods=list(page.methods), name=page.path) for page in pages]
