"""Every answer carries the promised headers, and nothing on a page needs more than they allow."""

from __future__ import annotations

import re

import pytest

from db.commands.sample_consultation import publish_seed_instrument
from db.models import Consultation
from survey.assets import assets
from tests.factories import NOW
from tests.survey.conftest import SLUG, Survey

PATHS = (
    "/",
    f"/y-kien/{SLUG}",
    "/phieu",
    "/dang-nhap",
    "/khong-co",
    "/bao-cao",
    "/healthz",
    f"/ket-qua/{SLUG}",
)
PROMISED = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


@pytest.mark.parametrize("path", PATHS)
def test_promised_headers_are_on_every_page(survey: Survey, path: str) -> None:
    survey.consultation()
    headers = survey.client.get(path).headers
    assert {name: headers.get(name) for name in PROMISED} == PROMISED
    assert re.fullmatch(r"(\w[\w-]*=\(\)(, )?)+", headers["permissions-policy"])
    assert "strict-transport-security" not in headers


def test_a_public_server_asks_for_https_for_ever(public_survey: Survey) -> None:
    assert "max-age=63072000" in public_survey.client.get("/").headers["strict-transport-security"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_need_no_other_host_and_nothing_inline(survey: Survey, path: str) -> None:
    survey.consultation()
    page = survey.client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", page)
    loaded = re.findall(r'<(?:script|link|img|iframe|use)\b[^>]*?(?:src|href)="([^"]+)"', page)
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in loaded)


def test_files_are_kept_for_ever_under_their_hash(survey: Survey) -> None:
    for asset in assets().values():
        packed = survey.client.get(asset.address, headers={"accept-encoding": "gzip"})
        plain = survey.client.get(asset.address, headers={"accept-encoding": "identity"})
        assert packed.content == plain.content == asset.plain
        assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
        assert "immutable" in packed.headers["cache-control"] and packed.headers["vary"] == "Accept-Encoding"


def test_first_visit_of_the_childs_form_is_light(survey: Survey) -> None:
    """At most 30 KB compressed with everything the page loads (consultations.md section 3)."""
    survey.consultation()
    with survey.database.write_session() as session:
        version = publish_seed_instrument(session, "test", "an_toan_tren_mang", NOW)
        session.query(Consultation).update({Consultation.form_version_id: version.id})
    page = survey.client.get(f"/y-kien/{SLUG}").text
    addresses = [f"/y-kien/{SLUG}", *re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+)"', page)]
    total = 0
    for address in addresses:
        with survey.client.stream("GET", address, headers={"accept-encoding": "gzip"}) as response:
            total += sum(len(part) for part in response.iter_raw())
            assert response.headers["content-encoding"] == "gzip"
    loaded = {re.sub(r"^/tinh/|\.\w{10}(?=\.)", "", address) for address in addresses[1:]}
    assert page.count('class="count"') == 10 and loaded >= {
        "style.css",
        "exit.js",
        "steps.js",
        "relevance.js",
    }
    assert total < 30_000, (addresses, total)
