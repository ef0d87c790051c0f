"""Does a child's page show what the server would, whatever is tapped, and send only what is shown?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from db.rules.answers import offered_choices, shown_questions
from db.rules.definition import SILENT_KINDS, read_definition
from db.xlsform.worker import process
from survey.relevance import relevance_json, relevance_plan, relevance_scripts
from tests.browser.scripted_page import form_body, form_scripts, opened

SEEDS = Path(__file__).resolve().parents[2] / "db" / "seed" / "instruments"
SLUGS = sorted(path.stem for path in SEEDS.glob("*.md"))
TAPS = 120
DAY = date(2026, 11, 22)

# Everything the seed instruments do not use: typed answers, patterns, groups in groups, choice filters.
WILD = """
| survey |
| | type | name | label | relevant | choice_filter |
| | integer | so | Số | | |
| | begin_group | ngoai | Ngoài | ${so} > 2 | |
| | decimal | gio | Giờ | | |
| | begin_group | trong | Trong | ${gio} >= 1.5 or ${chu} != '' | |
| | select_multiple mau | mau | Màu | | |
| | end_group | | | | |
| | end_group | | | | |
| | text | chu | Chữ | ${so} = '' or ${so} < 10 | |
| | date | ngay | Ngày | | |
| | note | loi_nhan | Lời nhắn | ${ngay} > date('2020-01-01') | |
| | select_one vung | vung | Vùng | regex(${chu}, '[0-9]+') or ${ngay} != '' | |
| | select_one noi | noi | Nơi | | vung = ${vung} or ${vung} = '' |
| | select_one co | cuoi | Cuối | jr:choice-name(${noi}, '${noi}') = 'Hà Nội' or selected(${mau}, 'do') | |
| | select_one co | dem | Đếm | count-selected(${mau}) > 1 and string-length(${chu}) < 5 | |
| choices |
| | list_name | name | label | vung |
| | mau | do | Đỏ | |
| | mau | xanh | Xanh | |
| | mau | vang | Vàng | |
| | vung | bac | Bắc | |
| | vung | nam | Nam | |
| | noi | hn | Hà Nội | bac |
| | noi | hp | Hải Phòng | bac |
| | noi | ct | Cần Thơ | nam |
| | co | co | Có | |
| | co | khong | Không | |
"""

# The kinds of level 2: what is computed decides, what is typed or slid is a number or a moment.
LEVEL_2 = """
| survey |
| | type | name | label | relevant | calculation | parameters | default |
| | range | diem | Điểm | | | start=0 end=2 step=0.5 | |
| | acknowledge | hieu | Đã hiểu | | | | |
| | time | gio | Giờ | ${hieu} = 'OK' | | | |
| | dateTime | luc | Lúc | | | | |
| | hidden | dot | | | | | 2 |
| | calculate | gap_doi | | ${diem} != '' | ${diem} * ${dot} | | |
| | calculate | hon_nua | | | if(${gap_doi} > 1, ${gap_doi} + count-selected(${mau}), '') | | |
| | select_multiple mau or_other | mau | Màu | | | | |
| | note | nhieu | Nhiều | ${hon_nua} >= 3 | | | |
| | note | it | Ít | ${hon_nua} = '' | | | |
| | select_one mau | chieu | Buổi chiều | decimal-time(${gio}) > 0.5 | | | |
| | select_one mau | sau | Sau | ${luc} > date('2026-06-01') and format-date-time(${luc}, '%H') < 12 | | | |
| choices |
| | list_name | name | label |
| | mau | do | Đỏ |
| | mau | xanh | Xanh |
"""

pytestmark = pytest.mark.browser


def definition(source, name):
    return read_definition(process(source.encode(), ".md", name)["definition"])


def seed(slug):
    return definition((SEEDS / f"{slug}.md").read_text(encoding="utf-8"), slug)


def walked(chromium, form, taps=TAPS, start=1):
    with opened(chromium, form_body(form), form_scripts(form)) as page:
        return json.loads(
            page.evaluate("([taps, start]) => JSON.stringify(walk(taps, start))", [taps, start])
        )


def faults(form, log):
    """Where the page and the server differ; the server sees only what the page would send."""
    silent = {question.name for question in form.questions if question.kind in SILENT_KINDS}
    for place, seen in enumerate(log):
        shown = list(shown_questions(form, seen["sent"], today=DAY))
        if seen["shown"] != shown:
            yield place, "shown", seen["sent"], seen["shown"], shown
        if not set(seen["sent"]) <= set(shown):
            yield place, "sent though hidden", seen["sent"], shown
        asked = [name for name in shown if name not in silent]
        if seen["asked"] is not None and seen["asked"] != asked:
            yield place, "asked", seen["asked"], asked
        if seen["asked"] is not None and {str(len(asked))} != set(seen["count"]):
            yield place, "counted", seen["count"], len(asked)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_random_walk_through_every_seed_instrument(chromium, slug):
    form = seed(slug)
    log = walked(chromium, form)
    assert not list(faults(form, log))
    for question in form.questions:
        seen = {question.name in step["shown"] for step in log}
        assert True in seen and (question.relevant is None) == (False not in seen), question.name


def test_a_form_with_everything(chromium):
    form = definition(WILD, "thu")
    log = walked(chromium, form, taps=600)
    assert not list(faults(form, log))
    for name in ("gio", "mau", "chu", "loi_nhan", "vung", "cuoi", "dem"):
        assert {name in step["shown"] for step in log} == {True, False}, name
    assert relevance_scripts(form) == ("expressions.js", "expressions_more.js", "relevance.js")


def test_the_kinds_of_level_2(chromium):
    form = definition(LEVEL_2, "thu")
    log = walked(chromium, form, taps=900, start=5)
    assert not list(faults(form, log))
    for name in ("gio", "mau_other", "nhieu", "it", "chieu", "sau"):
        assert {name in step["shown"] for step in log} == {True, False}, name


CHANCE = """
| survey |
| | type | name | label | relevant | calculation |
| | calculate | nhanh | | | once(random()) |
| | select_one co | a | A | ${nhanh} < 0.5 | |
| | select_one co | b | B | ${nhanh} >= 0.5 | |
| | select_one co | c | C | random() < 0.5 | |
| choices |
| | list_name | name | label |
| | co | co | Có |
"""


def test_page_and_server_throw_the_same_dice(chromium):
    form = definition(CHANCE, "thu")
    seen = set()
    for number in range(12):
        token = f"0000000{number:x}-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
        body = form_body(form).replace(
            'id="phieu">', f'id="phieu"><input type="hidden" name="token" value="{token}">'
        )
        with opened(chromium, body, form_scripts(form)) as page:
            shown = json.loads(page.evaluate("JSON.stringify(walk(0, 1)[0].shown)"))
        assert tuple(shown) == shown_questions(form, {"token": [token]}, today=DAY)
        seen.add(tuple(shown))
    assert len(seen) >= 3, "another page, another throw"


def test_choices_are_filtered_as_the_server_filters_them(chromium):
    form = definition(WILD, "thu")
    counts = set()
    for seen in walked(chromium, form, taps=300, start=2):
        offered = [choice.name for choice in offered_choices(form, "noi", seen["sent"], today=DAY)]
        assert seen["offered"] == offered
        counts.add(len(offered))
    assert counts == {1, 2, 3}


def test_a_fault_in_the_page_is_seen(chromium):
    """Controls: a page that shows too much, or that sends what it hides."""
    form = seed("an_toan_tren_mang_7_10")
    log = walked(chromium, form, taps=60)
    hiding = next(step for step in log if "vui_tren_mang" not in step["shown"])
    everything = [question.name for question in form.questions]
    assert list(faults(form, [{**hiding, "shown": everything}]))
    assert list(faults(form, [{**hiding, "sent": {**hiding["sent"], "vui_tren_mang": ["vui"]}}]))
    assert list(faults(form, [{**hiding, "asked": everything}]))


def test_a_form_without_conditions_needs_no_script():
    form = seed("bao_luc_7_10")
    assert relevance_plan(form, "vi") is None
    assert (relevance_json(form, "vi"), relevance_scripts(form)) == ("", ())


def test_the_plan_cannot_close_its_script():
    form = definition(WILD.replace("'Hà Nội'", "'</script><b>'"), "thu")
    assert "</script" not in relevance_json(form, "vi") and "\\u003c/script" in relevance_json(form, "vi")


def test_fifty_questions_are_decided_within_a_millisecond(chromium):
    rows = "\n".join(
        f"| | select_multiple mau | q{n} | Câu {n} | selected(${{q{n - 1}}}, 'do') or ${{q{n - 1}}} = '' |"
        for n in range(1, 50)
    )
    source = (
        f"| survey |\n| | type | name | label | relevant |\n| | select_multiple mau | q0 | Câu | |\n{rows}\n"
        "| choices |\n| | list_name | name | label |\n| | mau | do | Đỏ |\n| | mau | xanh | Xanh |\n"
    )
    form = definition(source, "thu")
    assert len(form.questions) == 50
    with opened(chromium, form_body(form), form_scripts(form)) as page:
        assert page.evaluate("pace(21)") <= 1.0
