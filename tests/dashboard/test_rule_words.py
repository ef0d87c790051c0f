"""Does "Cách tính" say what the parameters in force say, whatever was decided?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboard import language, measure_adjustments
from dashboard.language import EN
from dashboard.rule_words import how_counted
from dashboard.text import TEXT, TEXT_EN
from db.commands.founding import EXPLAINED
from db.models import MeasureParams
from db.queries.measure_history import measure_history
from db.queries.progress import progress
from db.queries.target_rules import rule_fields
from db.rules.parameters import BASES, SERIES
from db.rules.target_rules import ASKED, answers_of
from db.seed import rows
from tests.dashboard.rows import make_row
from tests.factories import NOW

KINDS = {"growth_pct": {"growth_pct": 20}}


def said(kind: str, code: str = "5.3", unit: str = "sản phẩm", **params: Any) -> str:
    row = make_row(code, kind, params={**KINDS.get(kind, {}), **params}, unit=unit)
    return how_counted(replace(row, measure=replace(row.measure, params={**KINDS.get(kind, {}), **params})))


def test_another_growth_is_another_sentence():
    assert "năm trước cộng 20\u00a0%, làm tròn lên" in said("growth_pct")
    changed = said("growth_pct", growth_pct="12.5")
    assert "cộng 12,5\u00a0%" in changed and "20" not in changed


def test_a_path_says_from_where_and_a_ratchet_that_it_never_comes_down():
    assert "từ năm đầu tiên có đủ số liệu" in said("growth_pct", base="path")
    assert "từ năm gốc 2024, làm tròn lên" in said("growth_pct", base="path", baseline_year=2024)
    path = said("growth_pct", base="path", baseline_year=2024, baseline=1500)
    assert "năm gốc 2024 (1.500\u00a0sản phẩm)" in path and "năm trước" not in path
    assert "không thấp hơn kết quả năm tốt nhất" in said("growth_pct", base="ratchet")
    assert "nhiều hơn năm tốt nhất" in said("increase", base="ratchet")


def test_counting_the_total_contradicts_no_word_about_what_is_new():
    assert "đọc theo chữ của Quyết định 87" in said("increase", code="1.1")
    stock = said("increase", code="1.1", series="stock")
    assert "tổng số đang có cuối năm" in stock and "theo chữ" not in stock
    assert "tổng số" not in said("growth_pct")  # nobody asked


def test_money_is_more_and_not_one_more():
    assert said("increase", measure="amount").endswith("Chỉ tiêu là nhiều hơn năm trước.")
    assert said("increase").endswith("ít nhất 1.")


def test_days_are_those_of_the_parameters():
    assert "sau ngày 30/09" in said("annual_plan") and "sau ngày 15/08" in said(
        "annual_plan", plan_freeze="08-15"
    )
    assert "không quá 92 ngày" in said("continuous") and "không quá 30 ngày" in said(
        "continuous", max_age_days=30
    )
    assert "muộn vẫn tính" in said("all_requests") and "không được tính" in said(
        "all_requests", strict_on_time=True
    )


def test_no_fixed_text_speaks_of_a_parameter():
    for row in rows("measures"):
        told = " ".join(row[name] for name in EXPLAINED)
        for word in ("Chỉ tiêu là", "The target is", "92", "30/9", "làm tròn", "%, rounded"):
            assert word not in told, f"{row['code']}: {word}"


def test_every_choice_of_every_parameter_has_its_words_in_both_languages():
    choices = {"base": BASES, "series": SERIES, "calendar": ("calendar", "working")}
    keys = {f"rule.{name}" for names in ASKED.values() for name in names}
    keys |= {f"rule.{name}.{value}" for name, values in choices.items() for value in values}
    keys |= {
        f"rule.{name}.{word}" for name in ("rebase_on_revision", "strict_on_time") for word in ("yes", "no")
    }
    assert keys <= set(TEXT) and keys <= set(TEXT_EN)


# -- the history of a rule, in the reader's language ---------------------------------------------------

OTHER: dict[str, dict[str, Any]] = {
    "growth_pct": {
        "growth_pct": 10, "base": "path", "baseline_year": 2024, "baseline": 30, "max_gap": 1,
        "series": "stock", "rebase_on_revision": True, "lag_days": 3, "on_track_share": "0.8",
        "at_risk_share": "0.5",
    },
    "annual_plan": {"plan_freeze": "08-15"},
    "all_requests": {"due_days": 30, "calendar": "working", "strict_on_time": True},
    "periodic": {"grace_days": 10, "warn_days": 10},
    "continuous": {"max_age_days": 30},
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER)
def test_whatever_was_changed_is_said(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_asked", [lambda: EN])
    fields = rule_fields(kind, KINDS.get(kind, {}), OTHER[kind])
    assert {one.name for one in fields} == set(OTHER[kind])
    one = measure_adjustments.Adjustment("rule", NOW, "", None, None, "", fields=fields)
    words = measure_adjustments.change_words(one, "products")
    assert all(TEXT_EN[f"rule.{field.name}"] in words for field in fields)
    assert answers_of(kind, OTHER[kind]) and " → " in words


def test_a_decision_is_read_in_english_and_in_vietnamese(sqlite_database, monkeypatch):
    decided = datetime(2026, 3, 1, tzinfo=UTC)
    with sqlite_database.write_session() as session:
        given = {"growth_pct": 10, "lag_days": 15, "series": "stock"}
        session.add(MeasureParams(measure_code="5.3", params=given, recorded_at=decided, recorded_by="test"))
    with sqlite_database.read_session() as session:
        (found,) = measure_history(session, "5.3", 2026, date(2026, 11, 1))
        row = next(one for one in progress(session, 2026, date(2026, 11, 1)) if one.measure.code == "5.3")
        before = next(one for one in progress(session, 2026, date(2026, 2, 1)) if one.measure.code == "5.3")
    words = measure_adjustments.change_words(found, "sản phẩm")
    assert words.startswith("Tăng mỗi năm: 20\u00a0%; Đếm: số mới có trong năm → Tăng mỗi năm: 10\u00a0%;")
    assert "cộng 10\u00a0%" in how_counted(row) and "cộng 20\u00a0%" in how_counted(before)
    monkeypatch.setattr(language, "_asked", [lambda: EN])
    words = measure_adjustments.change_words(found, "products")
    assert words.startswith("Growth a year: 20%; Counts: what was new in the year → Growth a year: 10%;")
    assert how_counted(row).startswith("Products by date of release.")
    assert "plus 10%, rounded up. The result is the total" in how_counted(row)
