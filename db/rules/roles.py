"""Who may do what?  One table of roles and actions; routes and pages name an action, never a role."""

from __future__ import annotations

from db.rules.errors import RuleError

PUBLIC, MEMBER, STAFF, OFFICER, LEADER, INSPECTOR, ADMIN = (
    "public",
    "member",
    "staff",
    "officer",
    "leader",
    "inspector",
    "admin",
)

# Roles that an account can hold; the public holds none.
ACCOUNT_ROLES = (MEMBER, STAFF, OFFICER, LEADER, INSPECTOR, ADMIN)

# Roles that must give a second factor at sign-in.
SECOND_FACTOR_ROLES = frozenset({OFFICER, ADMIN})

_EVERYONE = frozenset({PUBLIC, *ACCOUNT_ROLES})
_SIGNED_IN = frozenset(ACCOUNT_ROLES)

# action -> roles that may.
ROLES: dict[str, frozenset[str]] = {
    "answer": _EVERYONE,
    "read_public": _EVERYONE,
    "sign_in": _EVERYONE,
    "sign_out": _SIGNED_IN,
    "see_home": _SIGNED_IN,
    "change_password": _SIGNED_IN,
    "set_password": _EVERYONE,
    "file_report": frozenset({MEMBER}),
    "read_own_reports": frozenset({MEMBER}),
    "verify_report": frozenset({STAFF}),
    "read_desk": frozenset({STAFF}),
    "keep_ledger": frozenset({STAFF}),
    "enter_figures": frozenset({STAFF}),
    "keep_organisations": frozenset({STAFF}),
    "close_year": frozenset({STAFF}),
    "keep_targets": frozenset({STAFF}),
    "comment": frozenset({STAFF}),
    "keep_evidence": frozenset({STAFF}),
    "run_consultations": frozenset({STAFF}),
    "keep_instruments": frozenset({STAFF}),
    "code_passages": frozenset({STAFF}),
    "make_snapshot": frozenset({STAFF}),
    "export_results": frozenset({STAFF, LEADER, INSPECTOR}),
    "export_records": frozenset({STAFF}),
    "export_answers": frozenset({STAFF}),
    "view_dashboard": frozenset({STAFF, LEADER, INSPECTOR, ADMIN, OFFICER}),
    "read_audit": frozenset({INSPECTOR}),
    "read_health": frozenset({INSPECTOR, ADMIN}),
    "manage_accounts": frozenset({ADMIN}),
    "read_sealed": frozenset({OFFICER}),
}


def may(role: str, action: str) -> bool:
    """Whether this role may do this; an action nobody wrote down may be done by nobody."""
    return role in ROLES.get(action, frozenset())


def check_may(role: str, action: str) -> None:
    """Refuse what the table does not allow.

    Raises: RuleError `sign_in_needed` for the public, `forbidden` for a signed-in role.
    """
    if may(role, action):
        return
    raise RuleError("sign_in_needed" if role == PUBLIC else "forbidden")
