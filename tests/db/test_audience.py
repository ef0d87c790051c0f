"""Does a questionnaire say whom it asks, and is everything stored before it could say so left as it was?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.commands.sample_consultation import publish_seed_instrument
from db.models import FormVersion
from db.rules.definition import ADULTS, CHILDREN, read_definition, stored_definition
from db.rules.form_changes import Change, form_changes
from tests.db.starter import FIRST, SLUGS, form_of
from tests.db.xlsforms import CHOICES, faults, notes, sheet, worked
from tests.factories import NOW


def asking(audience: str, column: str = "audience") -> str:
    settings = f"\n| settings | form_id | {column} |\n| | thu | {audience} |\n"
    return sheet(["integer | so_con | Mấy con?"], rest=CHOICES + settings)


@pytest.mark.parametrize(
    ("cell", "meant"), [("adults", ADULTS), (" Adults ", ADULTS), ("children", CHILDREN), ("", CHILDREN)]
)
def test_the_settings_say_whom_it_asks(cell: str, meant: str) -> None:
    made = worked(asking(cell))
    assert read_definition(made["definition"]).audience == meant
    assert made["repairs"] == made["warnings"] == []


def test_children_are_stored_as_they_always_were() -> None:
    """The key is missing, so that the hash of every version of a children's form stays what it was."""
    plain, told = (worked(source) for source in (asking("x", "default_language"), asking("children")))
    assert "audience" not in plain["definition"] and "audience" not in told["definition"]
    assert read_definition(plain["definition"]).audience == CHILDREN


def test_the_choice_survives_storing_and_never_reaches_the_xform() -> None:
    made = worked(asking("adults"))
    assert stored_definition(read_definition(made["definition"])) == made["definition"]
    assert made["definition"]["audience"] == ADULTS
    assert made["xml"] == worked(asking("children"))["xml"]


def test_nobody_known_is_refused_by_sheet_and_row() -> None:
    assert faults(asking("parents")) == [("settings", 2, "unknown_audience")]
    assert "ignored_column" in notes(asking("parents", "audiense"))


def test_another_audience_is_a_change_of_the_questionnaire() -> None:
    before, after = (read_definition(worked(asking(one))["definition"]) for one in (CHILDREN, ADULTS))
    assert form_changes(before, after) == (Change("audience", before=CHILDREN, after=ADULTS),)


@pytest.mark.parametrize("slug", [*SLUGS, FIRST])
def test_the_library_asks_parents_as_adults(slug: str) -> None:
    assert form_of(slug).audience == (ADULTS if slug.endswith("phu_huynh") else CHILDREN)


def test_the_wording_of_the_yes_is_kept_with_the_version(database) -> None:
    with database.write_session() as session:
        for slug in ("bao_luc_phu_huynh", FIRST):
            publish_seed_instrument(session, "test", slug, NOW)
        assert session.scalars(select(FormVersion.assent_version).order_by(FormVersion.id)).all() == [
            "2026-11-adults",
            "2026-11",
        ]
