"""What may be done about a child's own words, when have they waited too long, when are they erased?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from db.rules.errors import RuleError
from db.rules.statemachine import Transitions

KEY_KINDS: Final = ("officer", "recovery")
CONCERN_STATES: Final = ("new", "read", "closed")
PASSAGE_STATES: Final = ("proposed", "released", "refused")
# To whom a concern is referred (Decree 56/2017, Art. 25(1)), and what else ends one.
REFERRALS: Final = ("called_111", "police", "commune", "child_authority")
OTHER_DECISIONS: Final = ("called_back", "no_action", "other")
DECISIONS: Final = (*REFERRALS, *OTHER_DECISIONS)
ACTS: Final = ("read", *DECISIONS, "close", "reopen")

LEAST_OFFICERS: Final = 2
RETENTION: Final = timedelta(days=90)

NEW: Final = "new"
TRANSITIONS: Transitions = {
    ("new", "read"): "read",
    ("read", "read"): "read",
    **{("read", act): "read" for act in DECISIONS},
    ("read", "close"): "closed",
    ("closed", "read"): "closed",
    ("closed", "reopen"): "read",
}


def check_may_close(acts: Iterable[str]) -> None:
    """A concern is closed only after something was decided, "no action" included.

    Raises: RuleError `decision_needed`.
    """
    if not any(act in DECISIONS for act in acts):
        raise RuleError("decision_needed")


def is_overdue(state: str, received_on: date, today: date) -> bool:
    """Whether an unread concern may have waited 24 hours.

    Only the day of arrival is kept, so it counts from the end of that day: at the latest 24 hours after it
    came, often earlier, never later.
    """
    return state == NEW and today > received_on


def erase_from(closed_on: date) -> date:
    """The first day on which a closed concern's words are no longer kept."""
    return closed_on + RETENTION


# -- would this passage tell who wrote it? -------------------------------------------------------------

_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ"
_SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trịnh",
    "Mai",
    "Đào",
    "Lương",
    "Trương",
    "Lâm",
    "Vương",
    "Tạ",
    "Hà",
    "Cao",
    "Thái",
    "Châu",
    "Tô",
    "Quách",
    "Đoàn",
    "Giàng",
    "Vàng",
    "Thào",
    "Lò",
    "Lù",
    "Sùng",
    "Y",
]
_DIGITS = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
_PLACES = (
    "xã|phường|thôn|ấp|bản|làng|xóm|huyện|quận|tỉnh|thành phố|thị trấn|tổ dân phố|khu phố|số nhà|đường|phố|"
    "ngõ|hẻm"
)
_PATTERNS: Final[Sequence[tuple[str, str]]] = (
    ("phone", r"(?:\d[\s.\-–()]*){8,}"),
    ("phone", rf"(?i)(?:\b(?:{_DIGITS})\b[\s,.\-]*){{6,}}"),
    ("link", r"(?i)\S+@\S+|https?://|www\.|\b(?:facebook|fb|zalo|tiktok|insta\w*|ig)\b"),
    ("school", r"(?i)\b(?:trường|thpt|thcs|tiểu\s+học|mầm\s+non|mẫu\s+giáo|trung\s+học|cấp\s+[123])\b"),
    ("school", r"(?i)\blớp\s*\d|\b\d{1,2}\s?[A-HK]\d{0,2}\b"),
    ("place", rf"\b(?:{_PLACES})\s+(?:\d|[{_UPPER}])"),
    ("birthday", r"(?i)\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)?\d{2}\b|\bsinh (?:ngày|năm)\b"),
    ("name", r"(?i)\b(?:tên|gọi)\s+(?:(?:của\s+)?(?:em|mình|cháu|con|tớ|bạn)\s+)?(?:là\s+)?\w"),
    ("name", rf"(?<![.!?…:\n\"“”-]\s)(?<!^)(?<![.!?…\n\"“])\b[{_UPPER}]\w+"),
    ("name", rf"\b(?:{'|'.join(_SURNAMES)})\s+[{_UPPER}]"),
)
_MARKS: Final = tuple((mark, re.compile(pattern)) for mark, pattern in _PATTERNS)


def identifying_marks(passage: str) -> tuple[str, ...]:
    """What in a passage may tell who wrote it: phone, link, school, place, birthday, name.

    Only a warning: it finds what looks like one and misses what does not; two people still read it.
    """
    found = [mark for mark, pattern in _MARKS if pattern.search(passage)]
    return tuple(dict.fromkeys(found))
