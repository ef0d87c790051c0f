"""How sure is a published number?  The one-letter flags of SDMX code list CL_OBS_STATUS, from our own states.

A number carries one flag, the weakest that is true of it: a number that was not collected is L before it is
anything else, a suppressed one Q.  Source: SDMX CL_OBS_STATUS; indicators.md §2.9.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.rules.evaluation import Evaluation

# flag -> (SDMX name, from which of our states), Vietnamese and English: the dictionary prints it.
FLAGS: Mapping[str, tuple[str, str, str]] = {
    "A": (
        "Normal value",
        "Số liệu đã xác minh của năm đã khép (chính thức hoặc đã điều chỉnh); bản ghi đã xác minh",
        "Verified figure of a closed year (final or revised); a verified record",
    ),
    "P": (
        "Provisional value",
        "Năm đang chạy hoặc sơ bộ: số liệu đã xác minh nhưng còn có thể tăng",
        "Year open or provisional: verified, but more may come in",
    ),
    "E": (
        "Estimated value",
        "Chỉ tiêu tính từ số gốc ước tính, vì năm trước thiếu số liệu",
        "Target that stands on an estimated base, because the year before is missing",
    ),
    "V": (
        "Unvalidated value",
        "Đã gửi, chờ xác minh",
        "Submitted, waiting for verification",
    ),
    "B": (
        "Time series break",
        "Số gốc so sánh thay cho số gốc đã báo cáo (sáp nhập tỉnh, sáp nhập Hội)",
        "A comparable base stands in for the reported one (mergers of provinces or associations)",
    ),
    "L": (
        "Missing value; data exist but were not collected",
        "Chưa có số liệu, hoặc chưa có chỉ tiêu (năm gốc): ô trống, không phải số 0",
        "No data yet, or no target yet (base year): an empty cell, never zero",
    ),
    "Q": (
        "Missing value; suppressed",
        "Ẩn để không ai nhận ra câu trả lời của một em",
        "Suppressed so that no child's answer can be told",
    ),
    "F": (
        "Forecast value",
        "Dự báo đến 31/12, khoảng 80 %",
        "Forecast to 31 December, 80 % range",
    ),
}
CLOSED = frozenset({"final", "revised"})


def actual_flag(evaluation: Evaluation, year_state: str) -> str:
    """The flag of a year's verified result."""
    if evaluation.actual is None:
        return "L"
    return "A" if year_state in CLOSED else "P"


def target_flag(evaluation: Evaluation) -> str:
    """The flag of a year's target: none, estimated, across a break, on a base not final, or normal."""
    basis = evaluation.basis
    marks = (
        ("L", evaluation.target is None),
        ("E", basis.estimated),
        ("B", basis.base_broken),
        ("P", basis.base_provisional),
    )
    return next((flag for flag, holds in marks if holds), "A")


def cell_flag(count: int | None) -> str:
    """The flag of a published cell about children."""
    return "Q" if count is None else "A"
