"""Which life has one version of a questionnaire: uploaded, published, no longer offered?"""

from __future__ import annotations

from collections.abc import Iterable

from db.rules.statemachine import Transitions, fold

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"
FORM_STATES = (DRAFT, PUBLISHED, RETIRED)

# `upload` into a draft replaces it; what was published is frozen, so that it can only be offered or not.
TRANSITIONS: Transitions = {
    (DRAFT, "upload"): DRAFT,
    (DRAFT, "publish"): PUBLISHED,
    (DRAFT, "discard"): "discarded",
    (PUBLISHED, "retire"): RETIRED,
    (RETIRED, "restore"): PUBLISHED,
}


def version_state(acts: Iterable[str]) -> str:
    """The state of a published version after what was done to it since.

    Raises: wrong_state for a history that cannot have happened.
    """
    return fold(TRANSITIONS, PUBLISHED, acts)
