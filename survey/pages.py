"""How does a template become an answer?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from db.rules.roles import may
from survey.assets import asset_address
from survey.links import callable_111, linked, moment
from survey.seals import SEAL_FIELD, make_seal
from survey.text import say, sentence, shown
from survey.visit import Visit

FOLDER = Path(__file__).resolve().parent / "templates"
# Where "Thoát nhanh" leads: quick to open on any network, and what any child could have been looking at
# (a search for the weather).
NEUTRAL_PAGE = "https://www.google.com.vn/search?q=th%E1%BB%9Di+ti%E1%BA%BFt"

# address, words, action: the pages at the top of every signed-in page.
NAVIGATION = (
    ("/bao-cao", "nav.reports", "read_own_reports"),
    ("/bao-cao/moi", "nav.new", "file_report"),
    ("/ban-lam-viec", "nav.desk", "read_desk"),
    ("/ban-lam-viec/xac-minh", "nav.queue", "verify_report"),
    ("/ban-lam-viec/so", "nav.ledger", "keep_ledger"),
    ("/ban-lam-viec/so-lieu", "nav.entries", "enter_figures"),
    ("/ban-lam-viec/chi-tieu", "nav.targets", "keep_targets"),
    ("/ban-lam-viec/lay-y-kien", "nav.consultations", "run_consultations"),
    ("/ban-lam-viec/ma-hoa", "nav.coding", "code_passages"),
    ("/ban-lam-viec/bo-cau-hoi", "nav.instruments", "keep_instruments"),
    ("/ban-lam-viec/don-vi", "nav.units", "keep_organisations"),
    ("/ban-lam-viec/xuat", "nav.exports", "make_snapshot"),
    ("/can-bo-bao-ve", "nav.officers", "read_sealed"),
    ("/can-bo-bao-ve/khoa", "nav.keys", "read_sealed"),
    ("/quan-tri/tai-khoan", "nav.people", "manage_accounts"),
    ("/kiem-tra/nhat-ky", "nav.audit", "read_audit"),
    ("/kiem-tra/tinh-trang", "nav.health", "read_health"),
)
TO_DASHBOARD = ("/trang-cua-toi", "nav.dashboard")
AT_HOME_HERE = ("read_own_reports", "read_desk")


def navigation(role: str) -> list[tuple[str, str]]:
    """The pages this role may open; the dashboard too for roles whose home it is."""
    found = [(address, key) for address, key, action in NAVIGATION if may(role, action)]
    works_here = any(may(role, action) for action in AT_HOME_HERE)
    return found if works_here else [TO_DASHBOARD, *found]


@cache
def environment() -> Environment:
    """The templates, everything escaped; a name nobody gave is a fault, not a blank."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        say=say, sentence=sentence, asset=asset_address, navigation=navigation, neutral_page=NEUTRAL_PAGE
    )
    made.filters.update(shown=shown, linked=linked, moment=moment, helpline=callable_111)
    return made


def render(
    visit: Visit,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **facts: object,
) -> HTMLResponse:
    """One page.  Text that cannot be sent (NUL, lone surrogates of a hostile post) is shown as “?”."""
    page = environment().get_template(template).render(person=visit.person, seal=_seal(visit), **facts)
    body = page.replace("\0", "?").encode("utf-8", "replace")
    return HTMLResponse(body, status, headers=dict(headers or {}))


def _seal(visit: Visit) -> tuple[str, str] | None:
    """Name and value of the hidden field every signed-in form carries."""
    if visit.person is None:
        return None
    return SEAL_FIELD, make_seal(visit.service.settings.secret, visit.person.session_hash)
