"""Does the browser's interpreter answer every golden vector as the deciding one does?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from db.rules.xpath_functions import FUNCTIONS
from survey.assets import FOLDER
from survey.relevance import CORE
from tests.browser.scripted_page import OWN, chromium, opened
from tests.rules.expression_cases import NOW, agree, all_vectors, answer, compiled, told

SCRIPTS = ("expressions.js", "expressions_more.js")
HARNESS = (*SCRIPTS, "answers.js")
ASK = "(asked) => JSON.stringify(answers(...JSON.parse(asked)))"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def questions():
    """Every vector with its tree, and what the deciding interpreter answers."""
    vectors = [{**vector, "tree": compiled(vector)} for vector in all_vectors()]
    return vectors, [told(answer(vector)) for vector in vectors]


def asked_in_chromium(browser, vectors):
    with opened(browser, "", HARNESS) as page:
        return json.loads(page.evaluate(ASK, json.dumps([vectors, NOW.isoformat()])))


def asked_in_node(vectors):
    paths = [*(str(FOLDER / name) for name in SCRIPTS), str(OWN / HARNESS[-1])]
    program = (
        "global.self = global; JSON.parse(process.argv[1]).forEach((path) => require(path));"
        "const [vectors, now] = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(answers(vectors, now)));"
    )
    done = subprocess.run(
        ["node", "-e", program, json.dumps(paths)],
        input=json.dumps([vectors, NOW.isoformat()]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def differences(vectors, decided, found):
    return [
        f"{vector['expr']} with {vector.get('values')}: {wanted!r}, in the browser {shown!r}"
        for vector, wanted, shown in zip(vectors, decided, found, strict=True)
        if not agree(shown, wanted, vector["expr"])
    ]


def test_every_vector_in_chromium(browser, questions):
    vectors, decided = questions
    assert len(vectors) >= 2_000
    assert not differences(vectors, decided, asked_in_chromium(browser, vectors))


def test_every_vector_in_node(questions):
    if not shutil.which("node"):
        pytest.skip("no node here; Chromium is the reference")
    vectors, decided = questions
    assert not differences(vectors, decided, asked_in_node(vectors))


def test_a_wrong_answer_is_seen(browser):
    vector = {"expr": "1 + 1", "tree": ["+", ["num", 1], ["num", 1]]}
    assert asked_in_chromium(browser, [vector]) == [2]
    for wrong in (3, "2", True, {"number": "NaN"}):
        assert differences([vector], [wrong], [2])


def test_no_script_is_made_from_text(browser):
    """The policy refuses it (the control), and the scripts do not try."""
    for name in (*SCRIPTS, "relevance.js"):
        assert not re.search(
            r"\beval\b|\bFunction\(|innerHTML|document\.write", (FOLDER / name).read_text("utf-8")
        )
    with opened(browser, "", ["makes_script.js"], quiet=False) as page:
        assert page.evaluate("refusal") == "EvalError"


def test_the_two_files_have_every_function(browser):
    names = "Object.keys(Expressions.functions).concat(Object.keys(Expressions.lazy))"
    with opened(browser, "", SCRIPTS[:1]) as page:
        assert set(page.evaluate(names)) == CORE
    with opened(browser, "", SCRIPTS) as page:
        assert set(page.evaluate(names)) == set(FUNCTIONS) | {"if", "coalesce", "once", "depend"}
