"""What is in the archive of one snapshot, and in which order is it made?

Data files first, piece by piece; then what describes them; the README last, because it names the hash of
every other file.  Everything follows from the choice and the number: no clock, no machine, no person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.exports import text
from db.exports.ahead import ahead
from db.exports.columns import DICTIONARY, columns_of, dictionary_rows, schema_of
from db.exports.iati import write_iati
from db.exports.sets import READERS
from db.exports.sinks import Sink, Written, file_sums, write_texts
from db.exports.store import pack
from db.queries.export_results import year_results
from db.queries.export_units import units_then
from db.queries.moments import end_of
from db.queries.strategy import strategy
from db.rules.exports import FORMAT, Wanted
from db.rules.numbers import write_date

README, DICTIONARY_FILE = "DOC-TRUOC.txt", "tu-dien.csv"
PACKAGE, IATI = "datapackage.json", "iati-ket-qua.xml"
Progress = Callable[[Mapping[str, int]], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished archive that nobody sees yet: rows by set, its files, its own size and hash."""

    archive: Path
    rows: Mapping[str, int]
    files: Mapping[str, Written]
    whole: Written
    sample: bool


@dataclass(slots=True)
class _Work:
    """What was made so far."""

    session: Session
    number: int
    wanted: Wanted
    folder: Path
    paths: dict[str, Path] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    sample: bool = False

    def path(self, name: str) -> Path:
        """Where a file of the archive lies until it is packed."""
        path = self.folder / name.replace("/", "-")
        self.paths[name] = path
        return path


def excel_name(name: str) -> str:
    """The file of a set that Excel opens."""
    return f"excel/{name}.csv"


def machine_name(name: str) -> str:
    """The file of a set that programs read."""
    return f"may/{name}.txt"


def build(session: Session, number: int, wanted: Wanted, folder: Path, progress: Progress) -> Built:
    """Make all files of a snapshot in this folder and pack them.

    The same number, choice and as-of give the same bytes, whatever was written since.
    Raises: OSError when the disk is full; whatever a set refuses.
    """
    work = _Work(session, number, wanted, folder)
    for name in wanted.sets:
        _write_set(work, name, progress)
    if "results" in wanted.sets:
        _write_iati(work)
    _write_package(work)
    rows = dictionary_rows(wanted.sets, work.sample)
    path = work.path(DICTIONARY_FILE)
    work.files[DICTIONARY_FILE] = write_texts(path, DICTIONARY, rows, wanted.separator)
    work.files[README] = _write_readme(work)
    archive = folder / "all.zip"
    ordered = {name: work.paths[name] for name in (README, *(n for n in work.paths if n != README))}
    pack(ordered, archive)
    return Built(archive, work.rows, work.files, file_sums(archive), work.sample)


def _write_set(work: _Work, name: str, progress: Progress) -> None:
    # Here, not above: what writes quickly is large, and the desk runs for weeks without an export.
    from db.exports.tables import write_table

    machine, excel = machine_name(name), excel_name(name)
    pieces = ahead(READERS[name](work.session, work.wanted))
    work.rows[name] = 0
    with Sink(work.path(machine)) as plain, Sink(work.path(excel)) as safe:
        for rows, sample in write_table(pieces, columns_of(name), plain, safe, work.wanted.separator):
            work.rows[name], work.sample = rows, work.sample or sample
            progress(work.rows)
        work.files[machine], work.files[excel] = plain.written(), safe.written()


def _write_iati(work: _Work) -> None:
    wanted = work.wanted
    years = [year_results(work.session, year, wanted.as_of)[0] for year in wanted.years]
    objectives = strategy(work.session, end_of(wanted.as_of))
    work.files[IATI] = write_iati(work.path(IATI), objectives, years, wanted.as_of)


def _write_package(work: _Work) -> None:
    made = json.dumps(_package(work), ensure_ascii=False, indent=1) + "\n"
    with Sink(work.path(PACKAGE)) as sink:
        sink.write(made.encode())
        work.files[PACKAGE] = sink.written()


def _package(work: _Work) -> dict[str, Any]:
    """The Frictionless Data Package of the machine-readable files."""
    wanted = work.wanted
    sample = f"{text.SAMPLE_LINE}. " if work.sample else ""
    return {
        "profile": "tabular-data-package",
        "name": f"nhip-cau-{work.number}",
        "title": f"{sample}Bản chụp số liệu số {work.number}, {text.ASSOCIATION}",
        "description": f"{sample}Tính đến hết ngày {wanted.as_of.isoformat()}; năm {_years(wanted)}.",
        "version": f"{FORMAT}.{work.number}",
        "asOf": wanted.as_of.isoformat(),
        "sample": work.sample,
        "resources": [_resource(work, name) for name in wanted.sets],
    }


def _resource(work: _Work, name: str) -> dict[str, Any]:
    file, (title_vi, title_en) = work.files[machine_name(name)], text.SET_NAMES[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": machine_name(name),
        "title": f"{title_vi} / {title_en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema_of(name),
    }


def _write_readme(work: _Work) -> Written:
    wanted = work.wanted
    tables = (
        text.TABLE_LINE.format(name=name, title=text.SET_NAMES[name][0], rows=count)
        for name, count in work.rows.items()
    )
    slug = wanted.consultation
    said = text.README.format(
        number=work.number,
        association=text.ASSOCIATION,
        sample=text.SAMPLE_LINE if work.sample else "Số liệu thật",
        as_of=write_date(wanted.as_of),
        years=_years(wanted),
        unit=_unit(work),
        consultation=text.CONSULTATION_LINE.format(slug=slug) if slug else "",
        separator=text.SEPARATOR_NAMES[wanted.separator],
        format=FORMAT,
        tables="\n".join(tables),
        iati=text.IATI_LINE if IATI in work.files else "",
        sums="\n".join(f"{file.sha256}  {name}" for name, file in work.files.items()),
    )
    with Sink(work.path(README)) as sink:
        sink.write(b"\xef\xbb\xbf" + said.replace("\n", "\r\n").encode())
        return sink.written()


def _years(wanted: Wanted) -> str:
    one = wanted.first_year == wanted.last_year
    return str(wanted.first_year) if one else f"{wanted.first_year}–{wanted.last_year}"


def _unit(work: _Work) -> str:
    if work.wanted.unit_id is None:
        return text.WHOLE
    unit = units_then(work.session, end_of(work.wanted.as_of)).get(work.wanted.unit_id)
    return unit.name_vi if unit else str(work.wanted.unit_id)
