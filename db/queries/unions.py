"""How do tables that have little in common answer in one question?  In the columns of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, String, cast, literal, null, select

Columns = Mapping[str, Any]  # name -> the type it has where nothing is given


def part_of(columns: Columns, kind: str, **given: Any) -> Select[Any]:
    """One SELECT of a UNION ALL, known by its `kind`: what is given, and NULL for the rest."""
    known = {"kind": literal(kind, String), **given}
    return select(
        *(
            (known[name] if name in known else cast(null(), kept)).label(name)
            for name, kept in columns.items()
        )
    )
