"""Which acts change nothing that the dashboard shows?  What concerns an account, and a child's answer.

Everything else is taken to change it: an act nobody thought of here makes pages fresh once too often, never
once too seldom.
"""

from __future__ import annotations

from typing import Final

# A change here needs a migration: the index of the audit log is made with the same words.
QUIET_NOUN: Final = "account"
QUIET_ACTS: Final = ("submission_recorded", "submission_withdrawn")
