"""Has every screen its words, and every word its screen?"""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboard.text import TEXT, refusal, text
from db.rules.errors import REFUSALS
from db.rules.status import WORST_FIRST

FOLDER = Path(__file__).resolve().parents[2] / "dashboard"
SOURCES = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py")}
USED = re.compile(r"""\btext\(\s*"([a-z_0-9.\-]+)\"""")
DIACRITICS = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_has_a_sentence_that_says_what_to_do(code):
    sentence = TEXT[f"error.{code}"]
    assert re.search(r"\b(Hãy|Mời|gửi mã|liên hệ)\b", sentence, re.IGNORECASE), sentence


def test_every_key_in_the_code_has_words():
    missing = {key for source in SOURCES.values() for key in USED.findall(source) if key not in TEXT}
    assert not missing
    assert sum(len(USED.findall(source)) for source in SOURCES.values()) > 100


@pytest.mark.parametrize("status", WORST_FIRST)
def test_every_status_has_its_word(status):
    assert text(f"status.{status}")


def test_facts_of_a_sentence_are_filled_in():
    assert "30" in refusal("too_many_attempts", {"seconds": 30})
    for key, words in TEXT.items():
        names = [name for _, name, _, _ in string.Formatter().parse(words) if name is not None]
        assert all(name.isidentifier() for name in names), key


def test_no_words_of_a_screen_stand_in_the_code():
    """Vietnamese belongs into the text files; docstrings and comments may quote it."""
    for path, source in SOURCES.items():
        if path.name.startswith("text"):
            continue
        code = re.sub(r'""".*?"""|#[^\n]*', "", source, flags=re.DOTALL)
        code = code.replace('_EXACT = "chính xác"', "").replace('MONEY = "đồng"', "")
        code = re.sub(r"_SCALES = .*", "", code)
        assert not DIACRITICS.search(code), path
