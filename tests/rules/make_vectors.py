"""How are the systematic golden vectors made?  ``python -m tests.rules.make_vectors`` writes them.

Each family crosses the values that matter with an operator or a function.  What is expected comes from an
oracle that shares nothing with the interpreter: a table written by hand, exact fractions, the standard
library's own dates and patterns.  Where the interpreter answers otherwise, nothing is written.  The last
family, sentences of the grammar drawn at random, has no oracle: it holds the two interpreters together.
"""

from __future__ import annotations

import json

from tests.rules import vector_corners, vector_days, vector_sentences, vector_texts, vector_values
from tests.rules.expression_cases import FILES, HERE, NOW, TODAY, agree, answer, told

FAMILIES = (
    *(*vector_corners.FAMILIES, *vector_values.FAMILIES, *vector_texts.FAMILIES, *vector_days.FAMILIES),
    vector_sentences.sentences,
)
ABOUT = "Made by tests/rules/make_vectors.py from the grammar; shape as in expression_vectors.json."


def made():
    """Every vector, in a fixed order, each expression with the same answers once."""
    vectors = {}
    for vector in (vector for family in FAMILIES for vector in family()):
        found = told(answer(vector))
        if "expected" in vector and not agree(found, vector["expected"], vector["expr"]):
            raise AssertionError(f"{vector} but the interpreter answers {found!r}")
        key = json.dumps({**vector, "expected": None}, sort_keys=True)
        vectors.setdefault(key, {**vector, "expected": vector.get("expected", found)})
    return list(vectors.values())


def written():
    """The file: one vector a line, so that a changed answer is a changed line."""
    head = {"about": ABOUT, "today": TODAY.isoformat(), "now": NOW.isoformat()}
    opening = json.dumps(head, indent=0, ensure_ascii=False)[:-2]
    lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in made())
    return f'{opening},\n"vectors": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    (HERE / FILES[1]).write_text(written(), encoding="utf-8")
