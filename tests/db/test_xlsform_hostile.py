"""Is a hostile file refused in time, in its own process, with nothing of ours in its reach?"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from db.rules.errors import RuleError
from db.xlsform.convert import LIMITS, convert, sweep_left_folders
from db.xlsform.faults import REASONS
from tests.db.xlsforms import INSTRUMENT, faults, sheet, workbook


def refused(source, limits=LIMITS):
    with pytest.raises(RuleError) as caught:
        convert(source, form_name="thu", limits=limits)
    assert caught.value.code == "form_refused"
    assert caught.value.problems[0].facts["reason"] in REASONS
    return caught.value


def packed(**members):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", "unreadable"),
        (b"\x00\x01\x02", "unreadable"),
        (b"PK\x03\x04 damaged", "unreadable"),
        ("no table here", "unreadable"),
        ("| survey |\n| | type | name |\n| | a | b | c | d | e |\n", "unreadable"),
        ("| choices | list_name | name | label |\n| | a | b | c |\n", "no_survey"),
        (packed(x=b"0" * 30_000_000), "too_big"),
        (packed(**{f"m{number}": b"" for number in range(400)}), "too_big"),
        (packed(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "unreadable"),
    ],
)
def test_a_hostile_file_is_refused(source, reason):
    kind = ".xlsx" if source[:2] == b"PK" else ".md"
    assert [found[2] for found in faults(source, kind)] == [reason]


@pytest.mark.parametrize(
    ("source", "reason"), [(b"PK\x03\x04 damaged", "unreadable"), (b"|" * 6_000_000, "too_big")]
)
def test_a_hostile_file_is_refused_in_its_process(source, reason):
    assert refused(source).facts["reason"] == reason


def test_a_sheet_that_is_too_large_is_refused():
    rows = [["list_name", "name", "label"], *(["l", f"c{number}", "x"] for number in range(6_000))]
    survey = [["type", "name", "label"], ["select_one l", "q", "Chọn"]]
    assert faults(workbook(survey=survey, choices=rows), ".xlsx") == [("choices", 0, "too_big")]
    wide = [["type", "name", "label", *(f"c{number}" for number in range(500))], ["integer", "q", "Mấy?"]]
    assert faults(workbook(survey=wide), ".xlsx") == [("survey", 0, "too_big")]


def test_time_and_memory_are_limited():
    assert refused(INSTRUMENT, replace(LIMITS, wall=0.01)).facts["reason"] == "too_slow"
    assert refused(INSTRUMENT, replace(LIMITS, seconds=0)).facts["reason"] == "too_slow"
    rows = [["type", "name", "label"], *(["integer", f"q{number}", "Câu " * 1_000] for number in range(900))]
    large = workbook(survey=rows)
    assert refused(large, replace(LIMITS, memory=40_000_000)).facts == {
        "sheet": "",
        "row": 0,
        "reason": "too_big",
    }


def test_a_refusal_tells_each_problem_with_sheet_and_row():
    found = refused(sheet(["geopoint | a | Ở đâu?", "integer | b | Được | "]))
    assert found.status == 422
    assert found.facts == {"sheet": "survey", "row": 2, "reason": "needs_device"}
    (problem,) = found.problems
    assert (problem.field, problem.code) == ("survey!2", "form_refused")
    assert problem.facts == {"sheet": "survey", "row": 2, "reason": "needs_device", "value": "geopoint"}


def test_markup_in_a_form_stays_text():
    label = '<b onclick="x()">&amp; ]]> {{ 7*7 }}</b>'
    made = convert(sheet([f"integer | q | {label}"]), form_name="thu")
    assert made.definition["questions"][0]["labels"] == {"vi": label}
    assert "<b " not in made.xml


def test_the_worker_sees_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    seen = {}

    def run(command, **how):
        seen.update(how["env"])
        raise FileNotFoundError

    monkeypatch.setattr("db.xlsform.convert.subprocess.run", run)
    with pytest.raises(FileNotFoundError):
        convert(INSTRUMENT, form_name="thu")
    assert "SECRET_KEY" not in seen
    assert set(seen) == {"PATH", "PYTHONUTF8", "PYTHONHASHSEED", "TMPDIR"}


@pytest.mark.parametrize("name", ["", "An", "a b", "1a", "../a", "a" * 80])
def test_the_form_s_own_name_is_plain(name):
    with pytest.raises(ValueError, match="form name"):
        convert(INSTRUMENT, form_name=name)


def test_what_a_killed_server_left_is_swept_and_nothing_else(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine, dead = f"nhipcau-xlsform-{os.getpid()}-a", f"nhipcau-xlsform-{gone.pid}-b"
    huge = f"nhipcau-xlsform-{'9' * 30}-c"
    kept = [f"nhipcau-xlsform-{os.getppid()}-d", "nhipcau-xlsform-x-e", "xlsform-f"]
    for name in (mine, dead, huge, *kept):
        (tmp_path / name).mkdir()
        (tmp_path / name / "phieu.xml").write_text("x")
    (tmp_path / f"nhipcau-xlsform-{gone.pid}-link").symlink_to(tmp_path / kept[2])
    assert sweep_left_folders(tmp_path) == 3
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*kept, f"nhipcau-xlsform-{gone.pid}-link"}
    assert (tmp_path / kept[2] / "phieu.xml").exists()
