"""How is a refusal looked at?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.rules.errors import RuleError


def refusal(act: Callable[[], object]) -> RuleError:
    """The refusal this act ends in; a test fails when it does not."""
    with pytest.raises(RuleError) as refused:
        act()
    return refused.value
