"""Are the files of a snapshot whole, valid, described, and the same whenever they are made again?"""

from __future__ import annotations

import errno
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import threading
import zipfile
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import frictionless
import pytest
from lxml import etree
from sqlalchemy import select, update

from db.commands.organisations import add_organisation, rename_organisation
from db.engine import open_database
from db.exports.columns import TYPES, columns_of
from db.exports.making import make_files
from db.exports.sets import READERS, row_counts
from db.exports.store import FOLDER, forget, place_of, progress_of, sweep, workshop
from db.models import Fact, LedgerRequest, Organisation, Release
from db.queries import export_pieces
from db.rules.errors import RuleError
from db.rules.exports import ALL_KEPT, SAMPLE, SETS, Wanted
from db.rules.observation import FLAGS
from db.seed import rows as seed_rows
from tests.conftest import settings_for
from tests.exported import (
    BEFORE,
    NOW,
    SLUG,
    YESTERDAY,
    excel_rows,
    files_of,
    fill,
    machine_rows,
    row_of,
    said,
    take,
    write_both,
)
from tests.factories import (
    make_consultation,
    make_fact,
    make_person,
    make_plan,
    make_request,
    make_submission,
)
from tests.ledger_factories import do, make_ledger_request

YEAR = Wanted(ALL_KEPT, 2026, 2026, YESTERDAY)
SMALL = Wanted(("records", "published"), 2025, 2026, YESTERDAY)
XSD = Path(__file__).with_name("iati_results.xsd")


@pytest.fixture(scope="session")
def filled_file(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(sqlite_template, folder / "nhipcau.db")
    with closing(open_database(settings_for(folder))) as database:
        fill(database)
    return folder / "nhipcau.db"


@pytest.fixture(scope="session")
def taken(filled_file, tmp_path_factory):
    """One snapshot of everything, for tests that only read: its row, what was made, its files."""
    folder = tmp_path_factory.mktemp("taken")
    shutil.copy(filled_file, folder / "nhipcau.db")
    with closing(open_database(settings_for(folder))) as database:
        row, made = take(database, folder)
    return row, made, files_of(made.path)


@pytest.fixture
def filled(filled_file, tmp_path):
    """A database worth exporting."""
    shutil.copy(filled_file, tmp_path / "nhipcau.db")
    with closing(open_database(settings_for(tmp_path))) as database:
        yield database


def test_every_set_has_columns_in_both_languages():
    assert {row["set"] for row in seed_rows("export_columns")} == set(SETS) == set(READERS)
    for name in SETS:
        columns = columns_of(name)
        assert len({column.name for column in columns}) == len(columns)
        assert columns[0].name == "sample"  # the mark of what is invented stands first
        for column in columns:
            assert column.type in TYPES
            assert all((column.title_vi, column.title_en, column.description_vi, column.description_en))


def test_the_package_is_valid_and_says_the_same_as_the_files(taken, tmp_path):
    row, made, files = taken
    with zipfile.ZipFile(made.path) as opened:
        opened.extractall(tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "rowNumber", "type", "note"])
    for name in ALL_KEPT:
        assert made.rows[name] == len(machine_rows(files[f"may/{name}.txt"])) > 0, name
    assert {file.name: file.sha256 for file in row.content.files} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == row.content.sha256


def test_a_package_whose_file_was_touched_is_not_valid(filled, tmp_path):
    """The control: the same validator finds one changed digit."""
    _, made = take(filled, tmp_path, Wanted(("published",), 2026, 2026, YESTERDAY))
    with zipfile.ZipFile(made.path) as opened:
        opened.extractall(tmp_path / "out")
    table = tmp_path / "out" / "may" / "published.txt"
    table.write_bytes(table.read_bytes().replace(b",1,", b",x,", 1))
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


@pytest.mark.parametrize("sign", [",", ";"])
def test_excel_and_machine_say_the_same(filled, taken, tmp_path, sign):
    *_, files = taken
    if sign == ";":
        _, made = take(filled, tmp_path, replace(YEAR, separator="semicolon"))
        files = files_of(made.path)
    for name in ALL_KEPT:
        excel, machine = files[f"excel/{name}.csv"], files[f"may/{name}.txt"]
        assert excel.startswith(b"\xef\xbb\xbf")
        assert not machine.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in machine
        header, *rows = excel_rows(excel, sign)
        assert header == [column.title_vi for column in columns_of(name)]
        assert said(rows) == [list(row.values()) for row in machine_rows(machine)]
        assert excel.count(b"\r\n") >= len(rows) + 1


def test_what_is_invented_is_marked_in_every_file(taken):
    _, made, files = taken
    assert made.sample
    for name in ("results", "records", "ledger", "strategy", "organisations"):
        assert SAMPLE in {row["sample"] for row in machine_rows(files[f"may/{name}.txt"])}, name
    for name in ("DOC-TRUOC.txt", "tu-dien.csv", "datapackage.json", "iati-ket-qua.xml"):
        assert "MINH HOẠ" in files[name].decode("utf-8-sig"), name
    real = [row for row in machine_rows(files["may/records.txt"]) if row["sample"] == ""]
    assert {row["title"] for row in real} >= {'Phim "Em nói"; tập 1', "=HYPERLINK(1)"}


def test_readme_and_dictionary_tell_everything(taken):
    *_, files = taken
    readme = files["DOC-TRUOC.txt"].decode("utf-8-sig")
    for name, data in files.items():
        if name != "DOC-TRUOC.txt":
            assert f"{hashlib.sha256(data).hexdigest()}  {name}\r\n" in readme
    assert "21/11/2026" in readme and "2024–2026" in readme
    dictionary = excel_rows(files["tu-dien.csv"])
    for name in ALL_KEPT:
        assert [row[1] for row in dictionary if row[0] == name] == [
            column.name for column in columns_of(name)
        ]
    assert [row[1] for row in dictionary if row[0] == "obs_status"] == list(FLAGS)


def test_results_hold_every_measure_and_flag(taken):
    *_, files = taken
    rows = machine_rows(files["may/results.txt"])
    verified = [row for row in rows if row["data_state"] == "verified"]
    assert len(verified) == 28 * 3
    assert {row["obs_status"] for row in rows} >= {"P", "L", "V", "F"}
    for row in verified:
        assert (row["value"] == "") == (row["obs_status"] == "L")  # missing is empty, never zero
    waiting = next(row for row in rows if row["data_state"] == "waiting")
    assert (waiting["measure_code"], waiting["value"], waiting["obs_status"]) == ("1.3", "40", "V")
    share = next(row for row in verified if (row["measure_code"], row["year"]) == ("2.2", "2026"))
    assert int(share["value"]) <= int(share["decided"])
    assert Fraction(share["progress_pct"]) <= 100 * Fraction(int(share["value"]), int(share["decided"]))


def test_children_leave_only_as_published(filled, taken):
    """Every number is one the release holds; hidden cells have no number in any column."""
    *_, files = taken
    rows = machine_rows(files["may/consultations.txt"])
    with filled.read_session() as session:
        tables = session.scalars(select(Release)).one().tables
    published = {cell[0] for table in tables for row in table["rows"] for cell in row["cells"]}
    hidden = [row for row in rows if row["obs_status"] == "Q"]
    assert hidden and all((row["count"], row["share_pct"]) == ("", "") for row in hidden)
    assert {int(row["count"]) for row in rows if row["count"]} <= published
    assert all(int(row["count"]) % 5 == 0 for row in rows if row["count"])


def test_the_ledger_leaves_without_names(filled, tmp_path):
    with filled.write_session() as session:
        request = session.scalars(select(LedgerRequest).order_by(LedgerRequest.id)).first()
        request.owner_vi, request.subject_vi = "Nguyễn Văn Canh", "Thư của cháu Lý Tự Vọng"
        request.out_of_scope_reason = "Chuyện nhà ông Trần Đại Nghĩa"
    _, made = take(filled, tmp_path, YEAR)
    everything = b"".join(files_of(made.path).values()).decode()
    assert not [name for name in ("Văn Canh", "Tự Vọng", "Đại Nghĩa", "Cán bộ mẫu") if name in everything]


# -- counted before they are written -------------------------------------------------------------------


@pytest.mark.parametrize(("days_before", "years"), [(0, 1), (30, 3), (200, 1), (500, 1)])
def test_what_is_counted_is_what_will_be_written(filled, days_before, years):
    day = YESTERDAY - timedelta(days=days_before)
    wanted = Wanted(ALL_KEPT, day.year - years + 1, day.year, day)
    with filled.read_session() as session:
        written = {name: sum(map(len, READERS[name](session, wanted))) for name in ALL_KEPT}
        assert row_counts(session, wanted) == written
        assert written["ledger"] and written["records"]


# -- made again ----------------------------------------------------------------------------------------


def test_a_snapshot_is_the_same_after_a_thousand_writes(database, tmp_path):
    fill(database)
    row, made = take(database, tmp_path, YEAR)
    before = made.path.read_bytes()
    with database.write_session() as session:
        writes = _write_much(session)
    assert writes >= 1000
    assert forget(tmp_path, row.number)
    assert make_files(database, tmp_path, row).path.read_bytes() == before
    # The control: the writes do change what is known after them.
    later = replace(YEAR, as_of=YESTERDAY + timedelta(days=1))
    _, other = take(database, tmp_path, later)
    changed = {name for name, file in other.files.items() if file.sha256 != made.files[name].sha256}
    assert {"may/results.txt", "may/records.txt", "may/organisations.txt", "may/ledger.txt"} <= changed


def _write_much(session) -> int:
    staff = make_person(session, "staff")
    form = {"name_vi": ["Hội mới Huế"], "kind": ["hoi_cap_tinh"], "province_code": ["46"]}
    unit = add_organisation(session, staff, form, NOW)
    facts = session.scalars(select(Fact.id).order_by(Fact.id)).all()
    session.execute(update(Fact).where(Fact.id.in_(facts[-100:])).values(voided_at=NOW))
    for place in range(880):
        session.add(_fact(place, unit))
    for year in (2025, 2026):
        make_plan(session, "5.2", year, 99_999, NOW)
    for place in range(30):
        make_request(session, "2.2", date(2026, 5, 1 + place % 28), recorded_at=NOW)
    other = make_person(session, "leader")
    real = select(LedgerRequest.id).where(LedgerRequest.sample.is_(False))
    own = session.scalars(real.order_by(LedgerRequest.id)).all()
    for number in own[:1]:
        do(session, staff, number, "extend", until="01/12/2026", approver=str(other.account_id), reason="chờ")
    return 100 + 880 + 2 + 30 + len(own[:1]) + _rename(session, staff)


def _fact(place: int, unit: int) -> Fact:
    return Fact(
        measure_code=("5.3", "1.2", "8.1b")[place % 3],
        value=place,
        event_on=date(2024 + place % 3, 1 + place % 10, 5),
        organisation_id=unit,
        origin="staff",
        recorded_at=NOW,
        verified_at=NOW,
        verified_by="test",
    )


def _rename(session, staff) -> int:
    units = session.scalars(select(Organisation.id).order_by(Organisation.id).limit(5)).all()
    for number in units:
        form = {"name_vi": [f"Tên mới {number}"], "valid_from": ["01/11/2026"], "reason": ["đổi tên"]}
        rename_organisation(session, staff, number, form, NOW)
    return len(units)


def test_files_that_came_out_otherwise_are_not_handed_out(filled, tmp_path):
    row, made = take(filled, tmp_path, SMALL)
    with filled.write_session() as session:  # behind the back of the records
        make_fact(session, "5.3", 1, date(2026, 2, 2), NOW - timedelta(days=30))
    with pytest.raises(RuleError, match="snapshot_differs"):
        make_files(filled, tmp_path, row)
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == row.content.sha256  # the kept one stays


def test_two_at_once_are_both_right(filled, tmp_path):
    first, made = take(filled, tmp_path, SMALL)
    other, expected = take(filled, tmp_path, Wanted(("records", "organisations"), 2024, 2026, YESTERDAY))
    found, faults = [], []

    def work(row):
        try:
            found.append(make_files(filled, tmp_path, row).sha256)
        except Exception as fault:  # noqa: BLE001 - shown below
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(row,)) for row in (first, other, first, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(found) == sorted([made.sha256, expected.sha256] * 2)
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == ["000001.zip", "000002.zip"]


@contextmanager
def little_room(size: int):
    """No file may grow beyond this, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [20_000, 80_000])
def test_a_full_disk_leaves_nothing_half(filled, tmp_path, size):
    row, made = take(filled, tmp_path, SMALL)
    before = made.path.read_bytes()
    assert forget(tmp_path, row.number)
    with little_room(size), pytest.raises(RuleError, match="no_room") as refused:
        make_files(filled, tmp_path, row)
    assert refused.value.__cause__.errno in (errno.EFBIG, errno.ENOSPC)
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert make_files(filled, tmp_path, row).path.read_bytes() == before
    assert place_of(tmp_path, row.number).read_bytes() == before


# -- in blocks, as columns -----------------------------------------------------------------------------


def test_columns_and_rows_are_written_alike(database, tmp_path, monkeypatch):
    """However a block is read: as columns, or row by row where a text holds the sign between texts."""
    monkeypatch.setattr(export_pieces, "BLOCK", 3)
    with database.write_session() as session:
        for title in ("", "'", "=1", 'a "b"', "đ\nx", ";", "\u034f@"):
            make_fact(session, "5.3", 3, date(2026, 4, 2), title=title)
        staff = make_person(session, "staff")
        make_ledger_request(session, staff, "4.1", BEFORE)
        old = make_ledger_request(session, staff, "2.2", BEFORE).request_id
        do(session, staff, old, "answer", NOW, number="=cmd")
    wanted = Wanted(("records", "ledger"), 2024, 2026, YESTERDAY)
    with database.read_session() as session:
        joined = _both(session, wanted, tmp_path)
        monkeypatch.setattr(export_pieces, "_by_column", lambda *_: None)
        assert _both(session, wanted, tmp_path) == joined
    monkeypatch.undo()
    with database.write_session() as session:
        make_fact(session, "5.3", 3, date(2026, 4, 3), title="một\x1fhai")
    with database.read_session() as session:
        rows = machine_rows(_both(session, wanted, tmp_path)["records"][0])
    assert [row["title"] for row in rows if row["event_on"] == "2026-04-03"] == ["một\x1fhai"]
    assert len(rows) == len(machine_rows(joined["records"][0])) + 1


def _both(session, wanted, folder):
    """Set -> the machine's file and Excel's."""
    return {
        name: write_both(READERS[name](session, wanted), columns_of(name), _new(folder))
        for name in wanted.sets
    }


def _new(folder):
    made = folder / uuid4().hex
    made.mkdir()
    return made


def test_a_request_that_changed_later_is_told_as_it_was_known(sqlite_database, tmp_path):
    with sqlite_database.write_session() as session:
        staff = make_person(session, "staff")
        changed = make_ledger_request(session, staff, "2.2", BEFORE)
        make_ledger_request(session, staff, "4.1", BEFORE)
        do(session, staff, changed.request_id, "answer", NOW, number="9/HBVQTE")
    then, now = (Wanted(("ledger",), 2026, 2026, day) for day in (YESTERDAY, NOW.date()))
    with sqlite_database.read_session() as session:
        told = [machine_rows(_both(session, wanted, tmp_path)["ledger"][0]) for wanted in (then, now)]
    assert [[row["state"] for row in rows] for rows in told] == [["received"] * 2, ["answered", "received"]]
    assert [rows[0]["reply_no"] for rows in told] == ["", "9/HBVQTE"]


# -- what a killed run leaves --------------------------------------------------------------------------

AT_WORK = """
import sys, time
from pathlib import Path
from db.exports.store import at_work, workshop
data_dir = Path(sys.argv[1])
with at_work(data_dir, 7), workshop(data_dir) as folder:
    (folder / "answers").write_text("of children")
    print("at work", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_export_left_is_swept_and_what_is_under_way_is_not(tmp_path):
    with subprocess.Popen([sys.executable, "-c", AT_WORK, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"at work\n"
        sweep(tmp_path)
        assert progress_of(tmp_path, 7) == {}
        assert len(list((tmp_path / FOLDER).iterdir())) == 3  # its progress, its sign, its folder
        process.kill()
    assert progress_of(tmp_path, 7) == {}  # the control: it did leave them
    sweep(tmp_path)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_the_next_export_sweeps_what_was_left(filled, tmp_path):
    folder = tmp_path / FOLDER
    (folder / ".0123").mkdir(parents=True)
    for name in (".4567.zip", "000007.progress", "000009.zip"):
        (folder / name).write_bytes(b"{}")
    take(filled, tmp_path, SMALL)
    assert sorted(path.name for path in folder.iterdir()) == ["000001.zip", "000009.zip"]


# -- single answers ------------------------------------------------------------------------------------

ANSWERS = Wanted(("answers",), 2026, 2026, YESTERDAY, consultation=SLUG)


def test_single_answers_are_coarse_and_in_no_order_of_arrival(filled, tmp_path):
    row, made = take(filled, tmp_path, ANSWERS)
    assert made.once is not None and not place_of(tmp_path, row.number).exists()
    with workshop(tmp_path):  # another run begins, and sweeps
        rows = machine_rows(files_of(made.path)["may/answers.txt"])
    made.drop()
    assert list((tmp_path / FOLDER).iterdir()) == []
    children = {one["row"]: (one["place"], one["age_band"], one["sex"]) for one in rows}
    assert len(children) == 60
    groups = list(children.values())
    assert all(groups.count(group) >= 10 for group in groups)
    assert groups == sorted(groups)
    assert {one["question"] for one in rows} & {"tinh", "nhom_tuoi", "gioi_tinh"} == set()


def test_answers_of_an_open_consultation_and_of_few_children_stay(sqlite_database, tmp_path):
    with sqlite_database.write_session() as session:
        consultation = make_consultation(session, SLUG)
        for _ in range(9):
            make_submission(session, consultation)
    with pytest.raises(RuleError, match="consultation_not_closed"):
        take(sqlite_database, tmp_path, ANSWERS)
    with sqlite_database.write_session() as session:
        session.merge(consultation).closes_at = NOW - timedelta(days=2)
    with pytest.raises(RuleError, match="answers_too_few"):
        take(sqlite_database, tmp_path, ANSWERS)
    assert row_of(sqlite_database, 1).content is None


# -- donors --------------------------------------------------------------------------------------------


def test_the_iati_file_has_the_structure_of_the_standard(taken):
    *_, files = taken
    root = etree.fromstring(files["iati-ket-qua.xml"])
    schema = etree.XMLSchema(etree.parse(XSD))
    assert schema.validate(root), schema.error_log
    assert len(root.findall(".//result")) == 8
    assert len(root.findall(".//indicator")) == 28
    periods = root.findall(".//period")
    assert len(periods) == 28 * 3
    results = machine_rows(files["may/results.txt"])
    silent = [row for row in results if row["obs_status"] == "L" and row["data_state"] == "verified"]
    without = [
        one for one in periods if one.find("actual") is None or "value" not in one.find("actual").attrib
    ]
    assert len(silent) <= len(without)  # a year without a figure has no actual
    assert json.dumps([one.get("value") for one in root.iter("actual", "target")]).count("None") == 0
    broken = etree.fromstring(etree.tostring(root))
    broken.find(".//period").append(etree.Element("period-start", {"iso-date": "2026-01-01"}))
    assert not schema.validate(broken)  # the control
