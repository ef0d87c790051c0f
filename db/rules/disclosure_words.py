"""Which of these texts should an officer read first?  A word list orders the queue and decides nothing else.

Children write with marks, without, and as teenagers do ("bj dah", "ko mun sog nua").  Text and list are
brought into one shape before they are compared: small letters, tone apart from its vowel (``hoà`` and
``hòa`` are one word), the usual respellings undone, letters drawn out or set apart by dots pulled together.
A word typed without any mark stands for every word it may be; a word typed with other marks does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

FIRST, SOON, IN_TURN = 1, 2, 3  # order classes: read at once, read soon, read in the order of arrival
STRONG: Final = 2  # a phrase of this weight, or two weaker ones, put a text first

_TONES: Final = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
_SHAPES: Final = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make another letter
_LEET: Final = str.maketrans({"@": "a", "$": "s", "0": "o", "3": "e", "1": "i", "4": "a", "5": "s"})
_TOKEN = re.compile(r"[^\W_]+(?:[@$*][^\W_]+)*|[^\W_]*[@$][^\W_]+")
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d][\u0300-\u036f]*[.\-_*·])+[^\W\d](?!\w)")
_RUN = re.compile(r"([^\W\d_])\1{2,}")

# Whole words as teenagers write them -> what they mean.  Applied to text and list alike.
_MEANT: Final[Mapping[str, str]] = {
    respelled: meant
    for meant, respellings in {
        "không": "k ko kh kg kô hok hk hog hông hong hem hăm khum khog khom hổng hôg kog",
        "được": "dc đc đk dx đx đuợc",
        "mình": "mk mik mjk mìh",
        "người": "ng ngừi ngươi ngừ",
        "người ta": "ngta ngt",
        "người yêu": "ny nyc",
        "quá": "wa wá qá qa wé",
        "muốn": "mun mún mn mốn",
        "sống": "sog sốg sốq",
        "chưa": "ch chx chưaa",
        "mẹ": "mẹk mạ mịa",
        "đánh": "dah đáh đánk wánh oánh uýnh wýnh quánh quýnh",
        "ngực": "ngựk zú dú vếu",
        "với": "vs zới dới dzới",
        "yêu": "iu iêu",
        "nhắn tin": "ib inbox ibox nt",
        "clip": "vid vđ video",
        "phải": "fải fai",
        "chết": "cét chik chít chjt chếc die chớt ckết",
        "sex": "sx sexx séc xex",
        "gì": "j ji rì",
        "hôm": "hum",
        "biết": "bik bít bjk bt bíc",
        "rồi": "r rùi gòi òi rui",
        "vậy": "z zậy zị dậy zạ",
        "thích": "thik thjk thít",
        "buồn": "bùn bun bùnn",
        "trời": "chời",
        "giết": "jết jet dết",
        "hiếp": "híp hjếp",
        "đau": "dau đauu",
        "cứu": "kíu kứu cíu kiu",
        "em": "e",
        "nói": "ns nóai",
        "bố": "pố pó tía",
        "về": "zề zìa dìa",
        "vào": "vô zô dzô zào",
        "hôn": "hun",
        "ông": "ổng",
    }.items()
    for respelled in respellings.split()
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the list, and how loudly it speaks (1, or `STRONG`)."""

    words: str
    weight: int


@dataclass(frozen=True, slots=True)
class WordList:
    """The list, compiled: patterns over the one shape of a text."""

    patterns: tuple[tuple[re.Pattern[str], int], ...]


def compile_words(phrases: Iterable[Phrase]) -> WordList:
    """The list ready for use; ``…`` in a phrase stands for up to three other words."""
    return WordList(tuple((_pattern(phrase.words), phrase.weight) for phrase in phrases))


def order_class(text: str, words: WordList) -> int:
    """1 read at once, 2 read soon, 3 in turn.

    Never a filter: whatever the class, every text is read.
    """
    shaped = shape(text)
    weight = sum(weight for pattern, weight in words.patterns if pattern.search(shaped))
    if weight >= STRONG:
        return FIRST
    return SOON if weight else IN_TURN


def shape(text: str) -> str:
    """The text in the one shape that is compared: its words, each followed by a space."""
    flat = unicodedata.normalize("NFC", text).lower()
    joined = _SPACED_OUT.sub(lambda found: re.sub(r"[.\-_*·]", "", found.group()), flat)
    return " " + "".join(f"{word} " for token in _TOKEN.findall(joined) for word in _words(token))


def _words(token: str) -> list[str]:
    """The shape of one token; a respelling may mean two words."""
    meant = _MEANT.get(token) or _MEANT.get(_RUN.sub(r"\1", token)) or _spelled(token)
    return [_toned(word) for word in meant.split()]


def _spelled(token: str) -> str:
    """Respellings that follow a rule: w, z, f, k, j for what school spells otherwise, digits for letters."""
    plain = token.translate(_LEET) if not token.isdigit() else token
    plain = _RUN.sub(r"\1", plain.replace("*", ""))
    plain = re.sub(r"^w", "qu", re.sub(r"^z", "d", re.sub(r"^k(?!h)", "c", plain)))
    return re.sub(r"(?<=\w)j", "i", plain.replace("f", "ph"))


def _toned(word: str) -> str:
    """Letters with their shapes, then the tone as a digit: ``đánh`` is ``đanh1``, ``danh`` is ``danh``."""
    letters: list[str] = []
    tone, toned_at = "", 0
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tone, toned_at = _TONES[sign], len(letters)
        elif sign in _SHAPES:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        elif not (toned_at == len(letters) and [sign] == letters[-1:]):  # "bịi" is "bị" drawn out
            letters.append(sign)
    return "".join(letters) + tone


def _bare(toned: str) -> str:
    """The word as typed without any mark."""
    plain = unicodedata.normalize("NFD", toned.rstrip("12345")).replace("đ", "d")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = []
    for part in phrase.split():
        if part == "…":
            parts.append(r"(?:\S+ ){0,3}")
        else:
            parts += [f"{_either(word)} " for word in shape(part).split()]
    return re.compile("(?<= )" + "".join(parts))


def _either(toned: str) -> str:
    """With its marks, without its tone, without any mark."""
    return f"(?:{'|'.join(dict.fromkeys((toned, toned.rstrip('12345'), _bare(toned))))})"
