"""The first shape of the records: strategy, places, people, consultations, reports, facts, ledger, audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What may never change, and the columns it concerns; the database refuses even for a hand at the keyboard.
FROZEN = {
    "audit_events": None,
    "objectives": ("number", "wording_vi", "wording_en"),
    "activities": ("code", "objective_number", "wording_vi", "indicator_vi", "target_vi"),
    "report_versions": None,
    "report_events": None,
    "form_versions": None,
    "releases": None,
    "facts": ("measure_code", "value", "event_on", "recorded_at", "verified_at"),
}


def moment() -> sa.types.TypeEngine:
    """A moment in UTC."""
    return sa.DateTime(timezone=True)


def json() -> sa.types.TypeEngine:
    """A JSON column."""
    return sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make every table, then the triggers that keep what may never change."""
    create_tables()
    refuse = refuse_sqlite if op.get_bind().dialect.name == "sqlite" else refuse_postgresql
    for table, columns in FROZEN.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        refuse(table, f"UPDATE{of}", "update")
        refuse(table, "DELETE", "delete")


def refuse_sqlite(table: str, when: str, act: str) -> None:
    """A trigger that refuses this act on this table."""
    op.execute(
        f"CREATE TRIGGER no_{act}_{table} BEFORE {when} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def refuse_postgresql(table: str, when: str, act: str) -> None:
    """The same in PostgreSQL, which wants a function; TRUNCATE is refused with DELETE."""
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER no_{act}_{table} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    if act == "delete":
        op.execute(
            f"CREATE TRIGGER no_truncate_{table} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def create_tables() -> None:
    """Tables in the order of their references."""
    op.create_table(
        "audit_events",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("noun_id", sa.String(length=80), nullable=False),
        sa.Column("facts", json(), nullable=False),
        sa.Column("before_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_events"),
    )
    op.create_table(
        "erased_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_erased_tokens"),
    )
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instruments"),
        sa.UniqueConstraint("slug", name="uq_instruments_slug"),
    )
    op.create_table(
        "objectives",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wording_vi", sa.Text(), nullable=False),
        sa.Column("wording_en", sa.Text(), nullable=False),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("short_vi", sa.String(length=120), nullable=False),
        sa.Column("short_en", sa.String(length=120), nullable=False),
        sa.Column("owner_vi", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_objectives"),
    )
    op.create_table(
        "phases",
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("wording_vi", sa.Text(), nullable=False),
        sa.Column("wording_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_phases"),
    )
    op.create_table(
        "profile_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("document_vi", sa.String(length=120), nullable=False),
        sa.Column("change_vi", sa.Text(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profile_updates"),
    )
    op.create_table(
        "provinces",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name_vi", sa.String(length=60), nullable=False),
        sa.Column("short_vi", sa.String(length=30), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("region_vi", sa.String(length=60), nullable=False),
        sa.Column("tile_row", sa.Integer(), nullable=False),
        sa.Column("tile_col", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_provinces"),
        sa.UniqueConstraint("name_vi", name="uq_provinces_name_vi"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_key_at", "sign_in_attempts", ["key", "at"], unique=False)
    op.create_table(
        "activities",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=False),
        sa.Column("wording_vi", sa.Text(), nullable=False),
        sa.Column("wording_en", sa.Text(), nullable=False),
        sa.Column("indicator_vi", sa.Text(), nullable=False),
        sa.Column("indicator_en", sa.Text(), nullable=False),
        sa.Column("target_vi", sa.Text(), nullable=False),
        sa.Column("display_vi", sa.Text(), nullable=False),
        sa.Column("display_indicator_vi", sa.Text(), nullable=False),
        sa.Column("display_target_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_number"], ["objectives.number"], name="fk_activities_objective_number"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_activities"),
    )
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("xform", sa.Text(), nullable=False),
        sa.Column("definition", json(), nullable=False),
        sa.Column("assent_version", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", moment(), nullable=False),
        sa.Column("published_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["instrument_id"], ["instruments.id"], name="fk_form_versions_instrument_id"),
        sa.PrimaryKeyConstraint("id", name="pk_form_versions"),
        sa.UniqueConstraint("instrument_id", "number", name="uq_form_versions_instrument_id_number"),
    )
    op.create_table(
        "old_provinces",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name_vi", sa.String(length=60), nullable=False),
        sa.Column("became_code", sa.String(length=2), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["became_code"], ["provinces.code"], name="fk_old_provinces_became_code"),
        sa.PrimaryKeyConstraint("code", name="pk_old_provinces"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("old_province_vi", sa.String(length=60), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=False),
        sa.Column("attested", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisations.id"], name="fk_organisations_predecessor_id"
        ),
        sa.ForeignKeyConstraint(["province_code"], ["provinces.code"], name="fk_organisations_province_code"),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("name_vi", name="uq_organisations_name_vi"),
    )
    op.create_table(
        "reviews",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closes_phase", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["closes_phase"], ["phases.ordinal"], name="fk_reviews_closes_phase"),
        sa.PrimaryKeyConstraint("year", name="pk_reviews"),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "staff",
                "officer",
                "leader",
                "inspector",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("disabled_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_accounts_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("purpose_vi", sa.Text(), nullable=False),
        sa.Column("audience_vi", sa.String(length=120), nullable=False),
        sa.Column("agency_vi", sa.String(length=200), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", moment(), nullable=False),
        sa.Column("closes_at", moment(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name="fk_consultations_form_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consultations"),
        sa.UniqueConstraint("slug", name="uq_consultations_slug"),
    )
    op.create_table(
        "measures",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("activity_code", sa.String(length=5), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("short_vi", sa.String(length=80), nullable=False),
        sa.Column("short_en", sa.String(length=120), nullable=False),
        sa.Column("unit_vi", sa.String(length=60), nullable=False),
        sa.Column("unit_en", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "growth_pct",
                "increase",
                "annual_plan",
                "all_requests",
                "periodic",
                "continuous",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "member",
                "ledger",
                "staff",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "across_periods",
            sa.Enum(
                "sum",
                "max",
                "latest",
                "none",
                name="across_periods",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("qualitative", sa.Boolean(), nullable=False),
        sa.Column("how_vi", sa.Text(), nullable=False),
        sa.Column("note_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_code"], ["activities.code"], name="fk_measures_activity_code"),
        sa.PrimaryKeyConstraint("code", name="pk_measures"),
        sa.UniqueConstraint("ordinal", name="uq_measures_ordinal"),
    )
    op.create_table(
        "nil_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("measure_codes", json(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_at", moment(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_nil_reports_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nil_reports"),
        sa.UniqueConstraint("organisation_id", "quarter", name="uq_nil_reports_organisation_id_quarter"),
    )
    op.create_table(
        "activity_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "verified",
                "returned",
                "rejected",
                "withdrawn",
                "voided",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["filed_by"], ["accounts.id"], name="fk_activity_reports_filed_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_activity_reports_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name="fk_activity_reports_province_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_activity_reports"),
    )
    op.create_index(
        "ix_activity_reports_organisation_id", "activity_reports", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_activity_reports_state_submitted_at", "activity_reports", ["state", "submitted_at"], unique=False
    )
    op.create_table(
        "known_devices",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_known_devices_account_id"),
        sa.PrimaryKeyConstraint("account_id", "device_hash", name="pk_known_devices"),
    )
    op.create_table(
        "ledger_confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("confirmed_to", sa.Date(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name="fk_ledger_confirmations_measure_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_confirmations"),
    )
    op.create_index(
        "ix_ledger_confirmations_measure_code", "ledger_confirmations", ["measure_code"], unique=False
    )
    op.create_table(
        "ledger_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("channel_vi", sa.String(length=40), nullable=False),
        sa.Column("sender_kind_vi", sa.String(length=40), nullable=False),
        sa.Column("case_kind_vi", sa.String(length=60), nullable=False),
        sa.Column("subject_vi", sa.String(length=200), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("extended_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("tracked_on", sa.Date(), nullable=True),
        sa.Column("reply_no", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("out_of_scope", sa.Boolean(), nullable=False),
        sa.Column("out_of_scope_reason", sa.Text(), nullable=False),
        sa.Column("quality_ok", sa.Boolean(), nullable=True),
        sa.Column("concerns_abuse", sa.Boolean(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("owner_vi", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_ledger_requests_measure_code"),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name="fk_ledger_requests_province_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_requests"),
        sa.UniqueConstraint("number", name="uq_ledger_requests_number"),
    )
    op.create_index(
        "ix_ledger_requests_measure_code_received_on",
        "ledger_requests",
        ["measure_code", "received_on"],
        unique=False,
    )
    op.create_table(
        "measure_params",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("params", json(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_measure_params_measure_code"),
        sa.PrimaryKeyConstraint("id", name="pk_measure_params"),
    )
    op.create_index("ix_measure_params_measure_code", "measure_params", ["measure_code"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("quality_ok", sa.Boolean(), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_milestones_measure_code"),
        sa.PrimaryKeyConstraint("id", name="pk_milestones"),
    )
    op.create_index("ix_milestones_measure_code", "milestones", ["measure_code"], unique=False)
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_plans_measure_code"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_measure_code_year", "plans", ["measure_code", "year"], unique=False)
    op.create_table(
        "published_figures",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("indicator_vi", sa.Text(), nullable=False),
        sa.Column("definition_vi", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("period_vi", sa.String(length=120), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("unit_vi", sa.String(length=40), nullable=False),
        sa.Column("qualifier_vi", sa.String(length=20), nullable=False),
        sa.Column("organisation_vi", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("quote_vi", sa.Text(), nullable=False),
        sa.Column("note_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name="fk_published_figures_measure_code"
        ),
        sa.ForeignKeyConstraint(
            ["objective_number"], ["objectives.number"], name="fk_published_figures_objective_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_published_figures"),
    )
    op.create_index("ix_published_figures_measure_code", "published_figures", ["measure_code"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("counted_n", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("tables", json(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("released_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name="fk_releases_consultation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("consultation_id", "number", name="uq_releases_consultation_id_number"),
    )
    op.create_table(
        "sign_in_tickets",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sign_in_tickets_account_id"),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_sign_in_tickets"),
    )
    op.create_table(
        "submissions",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("web", "paper", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("slip", sa.String(length=12), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name="fk_submissions_consultation_id"
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name="fk_submissions_form_version_id"
        ),
        sa.PrimaryKeyConstraint("token", name="pk_submissions"),
        sa.UniqueConstraint("slip", name="uq_submissions_slip"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_submissions_consultation_id", "submissions", ["consultation_id"], unique=False)
    op.create_table(
        "web_sessions",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("last_seen_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_web_sessions_account_id"),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_web_sessions"),
    )
    op.create_index("ix_web_sessions_account_id", "web_sessions", ["account_id"], unique=False)
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("parts", json(), nullable=False),
        sa.Column("tags", json(), nullable=False),
        sa.Column("submitted_at", moment(), nullable=False),
        sa.Column("settled_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_contributions_measure_code"),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name="fk_contributions_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contributions"),
    )
    op.create_index(
        "ix_contributions_event_on_settled_at", "contributions", ["event_on", "settled_at"], unique=False
    )
    op.create_index("ix_contributions_report_id", "contributions", ["report_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("event_precision", sa.String(length=6), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("parts", json(), nullable=False),
        sa.Column("tags", json(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "report",
                "published",
                "staff",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("verified_at", moment(), nullable=False),
        sa.Column("verified_by", sa.String(length=80), nullable=False),
        sa.Column("voided_at", moment(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        # The short name: the naming convention makes it ck_facts_void_after_verify.
        sa.CheckConstraint("voided_at IS NULL OR voided_at >= verified_at", name="void_after_verify"),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name="fk_facts_measure_code"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_facts_organisation_id"),
        sa.ForeignKeyConstraint(["province_code"], ["provinces.code"], name="fk_facts_province_code"),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name="fk_facts_report_id"),
        sa.ForeignKeyConstraint(["supersedes_id"], ["facts.id"], name="fk_facts_supersedes_id"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_measure_code_event_on", "facts", ["measure_code", "event_on"], unique=False)
    op.create_index("ix_facts_report_id", "facts", ["report_id"], unique=False)
    op.create_table(
        "report_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name="fk_report_events_by"),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name="fk_report_events_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_events"),
    )
    op.create_index("ix_report_events_report_id", "report_events", ["report_id"], unique=False)
    op.create_table(
        "report_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("data", json(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name="fk_report_versions_recorded_by"),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name="fk_report_versions_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_versions"),
        sa.UniqueConstraint("report_id", "number", name="uq_report_versions_report_id_number"),
        sa.UniqueConstraint("token", name="uq_report_versions_token"),
    )
    op.create_table(
        "responses",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["token"], ["submissions.token"], name="fk_responses_token", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", "question", "value", name="pk_responses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_evidence",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("published_figure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_fact_evidence_fact_id"),
        sa.ForeignKeyConstraint(
            ["published_figure_id"], ["published_figures.id"], name="fk_fact_evidence_published_figure_id"
        ),
        sa.PrimaryKeyConstraint("fact_id", "published_figure_id", name="pk_fact_evidence"),
    )
