"""How does one golden vector become a question to an interpreter, and when do two answers agree?

A vector is ``{"expr", "values", "dot", "row", "labels", "expected"}`` as ``expression_vectors.json`` says;
both interpreters' tests read it here.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from db.rules.expressions import evaluate
from db.xlsform.resolve import Place, resolve

HERE = Path(__file__).parent
FILES = ("expression_vectors.json", "expression_vectors_more.json")
# Functions the standards leave to the machine: the last digit may differ, nothing else.
INEXACT = re.compile(r"\b(?:acos|asin|atan2?|cos|exp(?:10)?|log(?:10)?|pow|sin|sqrt|tan|pi)\(")
CLOSE = 1e-13
TODAY, NOW = date(2026, 11, 22), datetime(2026, 11, 22, 14, 30)
_READ = {"date": date.fromisoformat, "moment": datetime.fromisoformat, "number": float}


def read_vectors(name):
    """The vectors of one file; both files are written for the same moment."""
    stored = json.loads((HERE / name).read_text(encoding="utf-8"))
    assert (stored["today"], stored["now"]) == (TODAY.isoformat(), NOW.isoformat())
    return stored["vectors"]


def all_vectors():
    """Every golden vector there is."""
    return [vector for name in FILES for vector in read_vectors(name)]


def compiled(vector):
    """The tree of a vector's expression, through the compiler, as a published form's would go."""
    return _compiled(vector["expr"], tuple(vector.get("row", ())))


@cache
def _compiled(expr, row):
    names = set(re.findall(r"\$\{(\w+)\}", expr))
    columns = frozenset({"name", *row}) if row else None
    paths = {(name,): name for name in names}
    return resolve(expr, Place("constraint", ("self",), paths, frozenset(), columns, may_dot=True))


def value(told):
    """A value as the rules hold it, from how a vector writes it."""
    if isinstance(told, list):
        return tuple(value(part) for part in told)
    if isinstance(told, dict):
        (kind, text), *_ = told.items()
        return _READ[kind](text)
    return float(told) if isinstance(told, int) and not isinstance(told, bool) else told


def told(found):
    """How a vector writes a value."""
    if isinstance(found, date):
        return {"moment" if isinstance(found, datetime) else "date": found.isoformat()}
    if isinstance(found, float):
        if not math.isfinite(found):
            return {"number": str(found).replace("inf", "Infinity").replace("nan", "NaN")}
        return int(found) if found.is_integer() and abs(found) < 2**53 else found
    return found


def answer(vector):
    """What the deciding interpreter answers."""
    labels = vector.get("labels", {})
    return evaluate(
        compiled(vector),
        {name: value(given) for name, given in vector.get("values", {}).items()},
        today=TODAY,
        now=NOW,
        dot=value(vector.get("dot", "")),
        row=vector.get("row", {}),
        label=lambda name, code: labels.get(name, {}).get(code, code),
    )


def agree(found, wanted, expr):
    """Are two answers, as vectors write them, the same?  To the bit, but for the INEXACT functions."""
    numbers = [
        part for part in (found, wanted) if isinstance(part, int | float) and not isinstance(part, bool)
    ]
    if len(numbers) == 2 and INEXACT.search(expr):
        return math.isclose(found, wanted, rel_tol=CLOSE, abs_tol=CLOSE)
    return len(numbers) != 1 and isinstance(found, bool) == isinstance(wanted, bool) and found == wanted
