"""Does the first page say what needs attention, how far to trust it, and what to do when it is empty?"""

from __future__ import annotations

import base64
import re

import pytest
from streamlit.testing.v1.element_tree import Block

from dashboard import data, overview_table
from dashboard.charts import tiles
from dashboard.charts.palette import symbol_svg
from dashboard.overview_parts import ANCHOR
from dashboard.overview_style import matter_style
from dashboard.text import text
from tests import factories
from tests.dashboard.conftest import words_of


def plain_words(at) -> str:
    """The words of the page without the strokes that keep them from being read as Markdown."""
    return words_of(at).replace("\\", "")


def test_the_page_says_what_needs_attention_in_words_with_links(whole_board):
    whole_board.be()
    at = whole_board.open()
    words = plain_words(at)
    assert not at.exception and not at.error
    assert "4.1 · 2 đơn thư quá hạn, 2 liên quan xâm hại" in words
    assert "lâu nhất 46 ngày" in words and text("attention.nobody") not in words
    assert text("attention.who", owner="Văn phòng Tiếp nhận đơn thư (mẫu)") in words
    assert "17/26 chỉ số đạt hoặc đúng tiến độ" in words
    assert f'href="#{ANCHOR}"' in words and f'id="{ANCHOR}"' in words
    assert text("attention.uncommented", codes="2.4, 4.2, 5.2, 6.1") in words
    links = [link for link in at.page_link if link.value[0].isdigit()]
    assert len(links) == 7 and links[0].value.startswith("4\\.1 ")
    at = whole_board.open(**{"xem-ca": "true"})
    assert len([link for link in at.page_link if link.value[0].isdigit()]) == 7 + 10


def test_each_matter_has_its_own_symbol_and_a_phone_shows_the_first_two():
    statuses = ["behind", "at_risk", "behind"]
    style = matter_style("viec", statuses, 2)
    behind, at_risk, hidden = re.findall(r"\.st-key-viec > :is\(([^{]*)\) \{", style)
    assert (behind, at_risk) == (":nth-child(2), :nth-child(4)", ":nth-child(3)")
    assert hidden == ":nth-child(4)" and style.count("display: none") == 1
    assert "display: none" not in matter_style("ca-viec", statuses)
    for status in ("behind", "at_risk"):
        assert base64.b64encode(symbol_svg(status).encode()).decode() in style


def test_a_link_opens_the_parts_that_were_open(whole_board):
    whole_board.be()
    opened = {"xem-ca": "true", "mo-chi-so": "true", "dang-bang": "true"}
    at = whole_board.open(**opened)
    assert len([link for link in at.page_link if link.value[0].isdigit()]) == 7 + 10 + 28
    assert len(at.table[0].value) == 28


def test_the_page_says_who_has_not_reported_and_how_far_to_trust_it(whole_board):
    whole_board.be()
    at = whole_board.open()
    words = words_of(at)
    assert "2 đơn vị chưa báo cáo quý III. Số liệu có thể tăng." in words
    assert "<dd>3/6 · " in words and text("due.title") in words
    provinces = at.get("vega_lite_chart")[-1]
    assert "3 đã báo cáo, 3 chưa báo cáo, 28 chưa có đơn vị" in provinces.proto.alt
    assert "Huế: chưa báo cáo" in plain_words(at)
    assert text("units.unconfirmed_n", missing=1) in words  # the sixth: neither reported nor missing
    assert text("evidence.title") in words and text("evidence.none") in words


def test_an_empty_year_that_was_chosen_can_be_undone(board):
    board.be()
    at = board.open("", nam="2023", **{"tinh-den": "2023-06-01"})
    assert text("s.empty") in words_of(at) and text("s.first_run", year=2023) not in words_of(at)
    at.button(key="bo-chon").click().run()
    assert "nam" not in at.query_params and "tinh-den" not in at.query_params
    assert "Năm 2026 · tính đến 22/11/2026" in words_of(at) and text("s.empty") not in words_of(at)


def test_before_the_first_report_nothing_is_invented(empty_board):
    empty_board.be()
    words = words_of(empty_board.open())
    assert text("s.first_run", year=2026) in words and text("state.nobody") in words
    assert text("state.waiting_none") in words and text("due.none") in words
    assert "chưa báo cáo quý" not in words


def test_one_measure_without_data_is_a_matter_of_its_own(board):
    board.be()
    words = plain_words(board.open())
    assert "6.3 · Cơ sở cung cấp dịch vụ mới thành lập: chưa đơn vị nào báo cáo" in words


def test_a_picture_that_fails_fails_alone(board, monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError("a picture")

    monkeypatch.setattr("dashboard.charts.tiles.picture", broken)
    board.be()
    at = board.open()
    words = words_of(at)
    assert text("s.chart_failed") in words and text("attention.title") in words
    assert len(at.get("vega_lite_chart")) == 2 and tiles.WIDE.width > tiles.SMALL.width


@pytest.mark.parametrize(("kind", "key"), [("wide", "ban-rong-bang"), ("narrow", "ban-hep-bang")])
def test_what_is_said_instead_of_a_table_stands_where_the_table_would_have(board, monkeypatch, kind, key):
    """Two drawings of one table: on no page are both seen, and so not both sentences either."""

    def broken(*_: object) -> None:
        raise ValueError("a table")

    monkeypatch.setattr(overview_table, kind, broken)
    board.be()
    (place,) = (block for block in blocks_of(board.open().main) if block.proto.id.endswith(f"-{key}-loi"))
    assert [one.value for one in place.warning] == [text("s.chart_failed")]


def blocks_of(block):
    """All containers in a container."""
    for inside in block.children.values():
        if isinstance(inside, Block):
            yield inside
            yield from blocks_of(inside)


def test_the_page_is_worked_out_once_however_often_it_is_shown(board, monkeypatch):
    """Kept until something is written: the second look at the same year asks only for the data's version."""
    board.be()
    asked = []
    inner = data._overview.attention_of
    monkeypatch.setattr(data._overview, "attention_of", lambda *given: asked.append(given) or inner(*given))
    at = board.open()
    at.run()
    at.run()
    assert len(asked) == 1
    with board.database.write_session() as session:
        factories.make_report(session, factories.make_person(session))
    at.run()
    assert len(asked) == 2
