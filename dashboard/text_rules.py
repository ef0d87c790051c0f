"""Which words say how a target is reckoned, from the parameters in force?  A part of ``text``."""

from __future__ import annotations

from typing import Final

RULES: Final[dict[str, str]] = {
    # -- "Cách tính": one sentence for each parameter that decides
    "how.says.growth.previous_actual": "Chỉ tiêu là kết quả năm trước cộng {growth}, làm tròn lên.",
    "how.says.growth.ratchet": (
        "Chỉ tiêu là kết quả năm trước cộng {growth}, làm tròn lên, và không thấp hơn kết quả năm tốt nhất "
        "cộng {growth}."
    ),
    "how.says.growth.path": "Chỉ tiêu theo đường tăng đều {growth} mỗi năm từ {start}, làm tròn lên.",
    "how.says.start": "năm đầu tiên có đủ số liệu",
    "how.says.start_year": "năm gốc {year}",
    "how.says.start_figure": "năm gốc {year} ({base})",
    "how.says.increase.previous_actual": "Chỉ tiêu là nhiều hơn năm trước ít nhất 1.",
    "how.says.increase.ratchet": "Chỉ tiêu là nhiều hơn năm tốt nhất từ trước đến nay ít nhất 1.",
    "how.says.money.previous_actual": "Chỉ tiêu là nhiều hơn năm trước.",
    "how.says.money.ratchet": "Chỉ tiêu là nhiều hơn năm tốt nhất từ trước đến nay.",
    "how.says.stock": "Kết quả là tổng số đang có cuối năm, không phải số mới của năm.",
    "how.says.flow": (
        "Kết quả là số mới của năm, đọc theo chữ của Quyết định 87. Đổi sang tổng số đang có thì cần một "
        "quyết định được ghi lại."
    ),
    "how.says.rebase": "Số liệu năm trước được điều chỉnh thì chỉ tiêu tính lại theo.",
    "how.says.plan": (
        "Chỉ tiêu là kế hoạch năm đã được phê duyệt. Điều chỉnh kế hoạch sau ngày {day} không làm đổi chỉ "
        "tiêu của năm."
    ),
    "how.says.late_counts": "Trả lời muộn vẫn tính là đã trả lời; số ngày muộn được ghi riêng.",
    "how.says.late_lost": "Trả lời muộn thì không được tính là đã trả lời.",
    "how.says.fresh": "Hồ sơ còn đủ mới khi bản cập nhật gần nhất không quá {n} ngày tuổi.",
    # -- a rule in the history: each parameter and what stood in it
    "rule.line": "{name}: {value}",
    "rule.growth_pct": "Tăng mỗi năm",
    "rule.base": "So với",
    "rule.base.previous_actual": "kết quả năm trước",
    "rule.base.path": "đường tăng đều từ năm gốc",
    "rule.base.ratchet": "kết quả năm trước, không thấp hơn năm tốt nhất",
    "rule.baseline_year": "Năm gốc",
    "rule.baseline_year.none": "năm đầu tiên có đủ số liệu",
    "rule.baseline": "Số gốc",
    "rule.max_gap": "Lùi nhiều nhất (năm)",
    "rule.series": "Đếm",
    "rule.series.flow": "số mới có trong năm",
    "rule.series.stock": "tổng số đang có cuối năm",
    "rule.rebase_on_revision": "Số gốc điều chỉnh thì tính lại chỉ tiêu",
    "rule.rebase_on_revision.yes": "có",
    "rule.rebase_on_revision.no": "không",
    "rule.lag_days": "Độ trễ báo cáo",
    "rule.on_track_share": "Đúng tiến độ từ",
    "rule.at_risk_share": "Cần chú ý từ",
    "rule.plan_freeze": "Không đổi kế hoạch sau ngày",
    "rule.due_days": "Hạn trả lời",
    "rule.calendar": "Cách đếm ngày",
    "rule.calendar.calendar": "mọi ngày trong lịch",
    "rule.calendar.working": "chỉ ngày làm việc",
    "rule.strict_on_time": "Trả lời muộn thì không được tính",
    "rule.strict_on_time.yes": "có",
    "rule.strict_on_time.no": "không",
    "rule.grace_days": "Được nộp thêm sau kỳ",
    "rule.warn_days": "Báo Cần chú ý trước khi hết kỳ",
    "rule.max_age_days": "Hồ sơ đủ mới trong",
    "rule.none": "chưa ghi",
}

RULES_EN: Final[dict[str, str]] = {
    "how.says.growth.previous_actual": "The target is last year's result plus {growth}, rounded up.",
    "how.says.growth.ratchet": (
        "The target is last year's result plus {growth}, rounded up, and never less than the best year's "
        "result plus {growth}."
    ),
    "how.says.growth.path": "The target follows an even path of +{growth} a year from {start}, rounded up.",
    "how.says.start": "the first year with full figures",
    "how.says.start_year": "the base year {year}",
    "how.says.start_figure": "the base year {year} ({base})",
    "how.says.increase.previous_actual": "The target is at least 1 more than last year.",
    "how.says.increase.ratchet": "The target is at least 1 more than the best year so far.",
    "how.says.money.previous_actual": "The target is more than last year.",
    "how.says.money.ratchet": "The target is more than the best year so far.",
    "how.says.stock": "The result is the total there is at the end of the year, not what was new in it.",
    "how.says.flow": (
        "The result is what was new in the year, as Decision 87 reads. Counting the total instead needs a "
        "recorded decision."
    ),
    "how.says.rebase": "Where last year's figures are revised, the target follows them.",
    "how.says.plan": (
        "The target is the approved plan of the year. A plan changed after {day} does not change the year's "
        "target."
    ),
    "how.says.late_counts": "A late answer still counts as answered; the days of delay are kept separately.",
    "how.says.late_lost": "A late answer does not count as answered.",
    "how.says.fresh": "The profile is fresh while its latest update is at most {n} days old.",
    "rule.line": "{name}: {value}",
    "rule.growth_pct": "Growth a year",
    "rule.base": "Compared with",
    "rule.base.previous_actual": "last year's result",
    "rule.base.path": "an even path from the base year",
    "rule.base.ratchet": "last year's result, not below the best year",
    "rule.baseline_year": "Base year",
    "rule.baseline_year.none": "the first year with full figures",
    "rule.baseline": "Baseline",
    "rule.max_gap": "Years it may go back",
    "rule.series": "Counts",
    "rule.series.flow": "what was new in the year",
    "rule.series.stock": "the total at the end of the year",
    "rule.rebase_on_revision": "Target follows a revised base",
    "rule.rebase_on_revision.yes": "yes",
    "rule.rebase_on_revision.no": "no",
    "rule.lag_days": "Reporting lag",
    "rule.on_track_share": "On track from",
    "rule.at_risk_share": "Needs attention from",
    "rule.plan_freeze": "Plans fixed after",
    "rule.due_days": "Time for an answer",
    "rule.calendar": "Days counted",
    "rule.calendar.calendar": "every day of the calendar",
    "rule.calendar.working": "working days only",
    "rule.strict_on_time": "Late answers do not count",
    "rule.strict_on_time.yes": "yes",
    "rule.strict_on_time.no": "no",
    "rule.grace_days": "Grace after a period",
    "rule.warn_days": "Needs attention before a period ends",
    "rule.max_age_days": "The profile is fresh for",
    "rule.none": "not set",
}
