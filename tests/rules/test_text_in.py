"""Is text taken in one form, and refused at the door when a database could not keep it?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.errors import RuleError
from db.rules.text_in import clean_line, clean_text

KEPT = [
    ("", ""),
    ("  \n\t ", ""),
    ("Em thích học.", "Em thích học."),
    (unicodedata.normalize("NFD", "Nguyễn Thị Hạnh"), "Nguyễn Thị Hạnh"),
    ("dòng một\r\ndòng hai\rba\u2028bốn", "dòng một\ndòng hai\nba\nbốn"),
    ("\tthụt vào\tgiữa", "thụt vào\tgiữa"),
    ("\ufeffđầu tệp\u200b", "đầu tệp"),
    ("số \u202a0912\u202c \u200e34", "số 0912 34"),
    ("ngược \u202eolleh", "ngược olleh"),
    ("👩\u200d👧 và \u00a0khoảng trống\u00a0", "👩\u200d👧 và \u00a0khoảng trống"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("=1+1", "=1+1"),
]
REFUSED = [
    "a\x00b",
    "\ud83d",
    "a\udc00",
    "\x1b[0m",
    "\x07",
    "\x0b",
    "\x7f",
    "\x85",
    "\x9f",
    "\ufffe",
    "a\uffff",
]


@pytest.mark.parametrize(("raw", "kept"), KEPT)
def test_text_is_kept_in_one_form(raw, kept):
    assert clean_text(raw, 100) == kept


@pytest.mark.parametrize("raw", REFUSED)
def test_hostile_text_is_refused(raw):
    with pytest.raises(RuleError) as caught:
        clean_text(raw, 100)
    assert caught.value.code == "bad_text"


@pytest.mark.parametrize("raw", ["a" * 6, "ê" * 6, "👍" * 6, "a" * 10_000_000, "\x00" * 100])
def test_long_text_is_refused_before_it_is_worked_on(raw):
    with pytest.raises(RuleError) as caught:
        clean_text(raw, 5)
    assert caught.value.code == "too_long"
    assert caught.value.facts == {"most": 5}


def test_length_counts_code_points_after_composing():
    assert clean_text("e\u0302\u0323" * 5, 5) == "ệ" * 5
    assert clean_text("👍" * 5, 5) == "👍" * 5
    assert clean_text("  12345  ", 5) == "12345"


def test_a_line_is_one_line():
    assert clean_line(" Trung tâm\r\n  Bảo vệ\t quyền ", 50) == "Trung tâm Bảo vệ quyền"


@given(st.text(max_size=60))
def test_what_is_kept_can_be_stored_and_stays_as_it_is(raw):
    try:
        kept = clean_text(raw, 50)
    except RuleError as refused:
        assert refused.code in ("bad_text", "too_long")
        return
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert clean_text(kept, 50) == kept
