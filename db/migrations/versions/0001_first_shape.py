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
    "request_events": None,
    "form_versions": None,
    "form_events": None,
    "releases": None,
    "year_closes": None,
    "record_changes": None,
    "organisation_names": None,
    "quality_checks": None,
    "measure_comments": None,
    "strategic_targets": None,
    "strategic_evidence": None,
    "concern_events": None,
    "owners": None,
    "measure_params": None,
    "rule_proposals": None,
    "rule_decisions": None,
    "snapshots": None,
    "snapshot_contents": None,
    "facts": ("measure_code", "value", "event_on", "recorded_at", "verified_at"),
}

# Yearly sums are kept by the database itself, so no writer can forget them and no page adds up all facts.
# A fact counts from the day on which it had happened and was verified, until the day it is voided.
ADD_DAYS = """
  INSERT INTO fact_days (measure_code, year, known_on, value, facts_n, whole_n, sample_n)
  SELECT NEW.measure_code, {year}, {known_on}, {sign} NEW.value, {sign} 1, {sign} {whole}, {sign} {sample}
  WHERE {when}
  ON CONFLICT (measure_code, year, known_on) DO UPDATE SET
    value = fact_days.value + excluded.value, facts_n = fact_days.facts_n + excluded.facts_n,
    whole_n = fact_days.whole_n + excluded.whole_n, sample_n = fact_days.sample_n + excluded.sample_n;
"""
SQLITE_WORDS = {
    "year": "CAST(strftime('%Y', NEW.event_on) AS INTEGER)",
    "whole": "(NOT NEW.partial)",
    "sample": "NEW.sample",
}
POSTGRESQL_WORDS = {
    "year": "EXTRACT(YEAR FROM NEW.event_on)::integer",
    "whole": "(NOT NEW.partial)::integer",
    "sample": "NEW.sample::integer",
}


def add_days(words: dict[str, str], moment_column: str, sign: str, when: str) -> str:
    """The statement that adds a fact to, or takes it from, the sums of its day."""
    if words is SQLITE_WORDS:
        known_on = f"max(NEW.event_on, date(NEW.{moment_column}, '+7 hours'))"
    else:
        known_on = f"GREATEST(NEW.event_on, (NEW.{moment_column} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)"
    return ADD_DAYS.format(**words, known_on=known_on, sign=sign, when=when)


def fact_added(words: dict[str, str]) -> str:
    """What a new fact does to the sums; one that arrives voided (a restore) leaves them at its void."""
    return add_days(words, "verified_at", "+", "true") + add_days(
        words, "voided_at", "-", "NEW.voided_at IS NOT NULL"
    )


def fact_voided(words: dict[str, str]) -> str:
    """What voiding a fact does to the sums."""
    return add_days(words, "voided_at", "-", "true")


KEEP_SUMS = {
    "sqlite": (
        f"CREATE TRIGGER sum_added_fact AFTER INSERT ON facts BEGIN {fact_added(SQLITE_WORDS)} END",
        "CREATE TRIGGER sum_voided_fact AFTER UPDATE OF voided_at ON facts "
        f"WHEN OLD.voided_at IS NULL BEGIN {fact_voided(SQLITE_WORDS)} END",
        "CREATE TRIGGER void_facts_once BEFORE UPDATE OF voided_at ON facts WHEN OLD.voided_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'facts are voided once'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION sum_added_fact() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {fact_added(POSTGRESQL_WORDS)} RETURN NULL; END $$",
        "CREATE FUNCTION sum_voided_fact() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.voided_at IS NOT NULL THEN RAISE EXCEPTION 'facts are voided once'; END IF; "
        f"{fact_voided(POSTGRESQL_WORDS)} RETURN NULL; END $$",
        "CREATE TRIGGER sum_added_fact AFTER INSERT ON facts FOR EACH ROW EXECUTE FUNCTION sum_added_fact()",
        "CREATE TRIGGER sum_voided_fact AFTER UPDATE OF voided_at ON facts "
        "FOR EACH ROW EXECUTE FUNCTION sum_voided_fact()",
    ),
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
    for statement in KEEP_SUMS[op.get_bind().dialect.name]:
        op.execute(statement)


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
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_events")),
    )
    op.create_index(
        "ix_audit_events_shown",
        "audit_events",
        ["seq"],
        unique=False,
        sqlite_where=sa.text(
            "noun <> 'account' AND act NOT IN ('submission_recorded', 'submission_withdrawn')"
        ),
        postgresql_where=sa.text(
            "noun <> 'account' AND act NOT IN ('submission_recorded', 'submission_withdrawn')"
        ),
    )
    op.create_table(
        "erased_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_erased_tokens")),
    )
    op.create_table(
        "form_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("source_name", sa.String(length=120), nullable=False),
        sa.Column("xform", sa.Text(), nullable=False),
        sa.Column("definition", json(), nullable=False),
        sa.Column("notes", json(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("saved_at", moment(), nullable=False),
        sa.Column("saved_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_drafts")),
        sa.UniqueConstraint("slug", name=op.f("uq_form_drafts_slug")),
    )
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruments")),
        sa.UniqueConstraint("slug", name=op.f("uq_instruments_slug")),
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
        sa.PrimaryKeyConstraint("number", name=op.f("pk_objectives")),
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
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_phases")),
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
        sa.PrimaryKeyConstraint("code", name=op.f("pk_provinces")),
        sa.UniqueConstraint("name_vi", name=op.f("uq_provinces_name_vi")),
    )
    op.create_table(
        "record_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("noun_id", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("changes", json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_changes")),
    )
    op.create_index("ix_record_changes_noun_noun_id", "record_changes", ["noun", "noun_id"], unique=False)
    op.create_table(
        "sealed_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_items")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_key_at", "sign_in_attempts", ["key", "at"], unique=False)
    op.create_table(
        "strategic_targets",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wording_vi", sa.Text(), nullable=False),
        sa.Column("wording_en", sa.Text(), nullable=False),
        sa.Column("short_vi", sa.String(length=120), nullable=False),
        sa.Column("short_en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_strategic_targets")),
    )
    op.create_table(
        "year_closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("final", "revised", name="state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", moment(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_by_vi", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.String(length=20), nullable=False),
        sa.Column("content", json(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closes")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_year_closes_year_version")),
    )
    op.create_table(
        "activities",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=False),
        sa.Column("wording_vi", sa.Text(), nullable=False),
        sa.Column("wording_en", sa.Text(), nullable=False),
        sa.Column("indicator_vi", sa.Text(), nullable=False),
        sa.Column("indicator_en", sa.Text(), nullable=False),
        sa.Column("target_vi", sa.Text(), nullable=False),
        sa.Column("target_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_number"], ["objectives.number"], name=op.f("fk_activities_objective_number")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_activities")),
    )
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("source_name", sa.String(length=120), nullable=False),
        sa.Column("xform", sa.Text(), nullable=False),
        sa.Column("definition", json(), nullable=False),
        sa.Column("assent_version", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", moment(), nullable=False),
        sa.Column("published_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instruments.id"], name=op.f("fk_form_versions_instrument_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_versions")),
        sa.UniqueConstraint("instrument_id", "number", name=op.f("uq_form_versions_instrument_id_number")),
    )
    op.create_table(
        "old_provinces",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name_vi", sa.String(length=60), nullable=False),
        sa.Column("became_code", sa.String(length=2), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["became_code"], ["provinces.code"], name=op.f("fk_old_provinces_became_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_old_provinces")),
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
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisations.id"], name=op.f("fk_organisations_predecessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_organisations_province_code")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisations.id"], name=op.f("fk_organisations_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name_vi", name=op.f("uq_organisations_name_vi")),
    )
    op.create_table(
        "reviews",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closes_phase", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["closes_phase"], ["phases.ordinal"], name=op.f("fk_reviews_closes_phase")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_reviews")),
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
            ["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
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
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "open",
                "closed",
                "concluded",
                "told",
                "cancelled",
                name="consultation_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document_vi", sa.String(length=300), nullable=False),
        sa.Column("age_bands", json(), nullable=False),
        sa.Column("provinces", json(), nullable=False),
        sa.Column("groups_vi", sa.String(length=300), nullable=False),
        sa.Column("wanted_n", sa.Integer(), nullable=True),
        sa.Column("methods", json(), nullable=False),
        sa.Column("plan_no", sa.String(length=120), nullable=False),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("owner_vi", sa.String(length=200), nullable=False),
        sa.Column("languages", json(), nullable=False),
        sa.Column("invited_only", sa.Boolean(), nullable=False),
        sa.Column("facilitators_vi", sa.Text(), nullable=False),
        sa.Column("findings_vi", sa.Text(), nullable=False),
        sa.Column("sent_no", sa.String(length=120), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("reply_no", sa.String(length=120), nullable=False),
        sa.Column("reply_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_consultations_form_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultations_slug")),
    )
    op.create_table(
        "form_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("retire", "restore", name="act", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_form_events_form_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_events")),
    )
    op.create_index(op.f("ix_form_events_form_version_id"), "form_events", ["form_version_id"], unique=False)
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
        sa.Column("how_en", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("display_activity_vi", sa.Text(), nullable=False),
        sa.Column("display_indicator_vi", sa.Text(), nullable=False),
        sa.Column("display_target_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_code"], ["activities.code"], name=op.f("fk_measures_activity_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_measures")),
        sa.UniqueConstraint("ordinal", name=op.f("uq_measures_ordinal")),
    )
    op.create_table(
        "nil_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("measure_codes", json(), nullable=False),
        sa.Column("difficulties", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_at", moment(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=False),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_nil_reports_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nil_reports")),
        sa.UniqueConstraint("token", name=op.f("uq_nil_reports_token")),
    )
    op.create_index(
        "ix_nil_reports_organisation_id_quarter", "nil_reports", ["organisation_id", "quarter"], unique=False
    )
    op.create_table(
        "organisation_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_names_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_names")),
    )
    op.create_index(
        op.f("ix_organisation_names_organisation_id"), "organisation_names", ["organisation_id"], unique=False
    )
    op.create_table(
        "snapshots",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sets", json(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("consultation_slug", sa.String(length=60), nullable=False),
        sa.Column(
            "separator",
            sa.Enum(
                "comma", "semicolon", name="separator", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "occasion",
            sa.Enum(
                "asked",
                "weekly",
                "quarterly",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_vi", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organisations.id"], name=op.f("fk_snapshots_unit_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("token", name=op.f("uq_snapshots_token")),
    )
    op.create_index("ix_snapshots_occasion_as_of", "snapshots", ["occasion", "as_of"], unique=False)
    op.create_table(
        "strategic_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_number", sa.Integer(), nullable=False),
        sa.Column("review_year", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("issuer_vi", sa.String(length=200), nullable=False),
        sa.Column("document_vi", sa.String(length=200), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_vi", sa.String(length=120), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_year"], ["reviews.year"], name=op.f("fk_strategic_evidence_review_year")
        ),
        sa.ForeignKeyConstraint(
            ["target_number"], ["strategic_targets.number"], name=op.f("fk_strategic_evidence_target_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategic_evidence")),
        sa.UniqueConstraint("token", name=op.f("uq_strategic_evidence_token")),
    )
    op.create_index(
        op.f("ix_strategic_evidence_target_number"), "strategic_evidence", ["target_number"], unique=False
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
        sa.ForeignKeyConstraint(["filed_by"], ["accounts.id"], name=op.f("fk_activity_reports_filed_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_activity_reports_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_activity_reports_province_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_reports")),
    )
    op.create_index(
        "ix_activity_reports_organisation_id_event_on_title",
        "activity_reports",
        ["organisation_id", "event_on", "title", "state", "submitted_at"],
        unique=False,
    )
    op.create_index(
        "ix_activity_reports_state_submitted_at", "activity_reports", ["state", "submitted_at"], unique=False
    )
    op.create_table(
        "fact_days",
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("facts_n", sa.Integer(), nullable=False),
        sa.Column("whole_n", sa.Integer(), nullable=False),
        sa.Column("sample_n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name=op.f("fk_fact_days_measure_code")),
        sa.PrimaryKeyConstraint("measure_code", "year", "known_on", name=op.f("pk_fact_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("label_vi", sa.String(length=160), nullable=False),
        sa.Column("opens_at", moment(), nullable=True),
        sa.Column("closes_at", moment(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_invitations_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
        sa.UniqueConstraint("token", name=op.f("uq_invitations_token")),
    )
    op.create_index(op.f("ix_invitations_consultation_id"), "invitations", ["consultation_id"], unique=False)
    op.create_table(
        "known_devices",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device_hash", sa.String(length=64), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_known_devices_account_id")),
        sa.PrimaryKeyConstraint("account_id", "device_hash", name=op.f("pk_known_devices")),
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
            ["measure_code"], ["measures.code"], name=op.f("fk_ledger_confirmations_measure_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_confirmations")),
    )
    op.create_index(
        op.f("ix_ledger_confirmations_measure_code"), "ledger_confirmations", ["measure_code"], unique=False
    )
    op.create_table(
        "ledger_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "answered",
                "handled",
                "resolved",
                "tracked",
                "set_aside",
                "done",
                "withdrawn",
                "out_of_scope",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "open",
                "done",
                "excluded",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("data", json(), nullable=False),
        sa.Column("channel_vi", sa.String(length=40), nullable=False),
        sa.Column("sender_kind_vi", sa.String(length=40), nullable=False),
        sa.Column("case_kind_vi", sa.String(length=60), nullable=False),
        sa.Column("subject_vi", sa.String(length=200), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("extended_due_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("tracked_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reply_no", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("set_aside_by", sa.Uuid(), nullable=True),
        sa.Column("out_of_scope", sa.Boolean(), nullable=False),
        sa.Column("out_of_scope_on", sa.Date(), nullable=True),
        sa.Column("out_of_scope_reason", sa.Text(), nullable=False),
        sa.Column("quality_ok", sa.Boolean(), nullable=True),
        sa.Column("result_doc", sa.String(length=160), nullable=False),
        sa.Column("concerns_abuse", sa.Boolean(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("notice_due", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_vi", sa.String(length=120), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("fk_ledger_requests_closed_by")),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_ledger_requests_measure_code")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_ledger_requests_owner_id")),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_ledger_requests_province_code")
        ),
        sa.ForeignKeyConstraint(
            ["set_aside_by"], ["accounts.id"], name=op.f("fk_ledger_requests_set_aside_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_requests")),
        sa.UniqueConstraint(
            "measure_code", "year", "ordinal", name=op.f("uq_ledger_requests_measure_code_year_ordinal")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_ledger_requests_number")),
    )
    op.create_index("ix_ledger_requests_changed_at", "ledger_requests", ["changed_at"], unique=False)
    op.create_index(
        "ix_ledger_requests_in_order",
        "ledger_requests",
        [
            "settled_on",
            "measure_code",
            "sample",
            "quality_ok",
            "received_on",
            "last_day",
            "answered_on",
            "handled_on",
            "resolved_on",
            "tracked_on",
            "recorded_at",
            "changed_at",
            "standing",
            "reply_no",
            "withdrawn_on",
            "concerns_abuse",
            "out_of_scope",
            "out_of_scope_on",
        ],
        unique=False,
        sqlite_where=sa.text(
            "CASE WHEN standing = 'done' AND answered_on IS NOT NULL AND reply_no <> '' AND withdrawn_on IS NULL AND (answered_on IS NULL OR (answered_on BETWEEN received_on AND last_day AND answered_on <= settled_on)) AND (handled_on IS NULL OR (handled_on BETWEEN received_on AND last_day AND handled_on <= settled_on)) AND (resolved_on IS NULL OR (resolved_on BETWEEN received_on AND last_day AND resolved_on <= settled_on)) AND (tracked_on IS NULL OR (tracked_on BETWEEN received_on AND last_day AND tracked_on <= settled_on)) THEN 1 ELSE 0 END = 1"
        ),
        postgresql_where=sa.text(
            "CASE WHEN standing = 'done' AND answered_on IS NOT NULL AND reply_no <> '' AND withdrawn_on IS NULL AND (answered_on IS NULL OR (answered_on BETWEEN received_on AND last_day AND answered_on <= settled_on)) AND (handled_on IS NULL OR (handled_on BETWEEN received_on AND last_day AND handled_on <= settled_on)) AND (resolved_on IS NULL OR (resolved_on BETWEEN received_on AND last_day AND resolved_on <= settled_on)) AND (tracked_on IS NULL OR (tracked_on BETWEEN received_on AND last_day AND tracked_on <= settled_on)) THEN 1 ELSE 0 END = 1"
        ),
    )
    op.create_index(
        "ix_ledger_requests_measure_code_received_on",
        "ledger_requests",
        ["measure_code", "received_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_requests_measure_standing_last_day",
        "ledger_requests",
        ["measure_code", "standing", "last_day", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_requests_measure_standing_settled_on",
        "ledger_requests",
        ["measure_code", "standing", "settled_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_requests_not_in_order",
        "ledger_requests",
        ["recorded_at"],
        unique=False,
        sqlite_where=sa.text(
            "CASE WHEN standing = 'done' AND answered_on IS NOT NULL AND reply_no <> '' AND withdrawn_on IS NULL AND (answered_on IS NULL OR (answered_on BETWEEN received_on AND last_day AND answered_on <= settled_on)) AND (handled_on IS NULL OR (handled_on BETWEEN received_on AND last_day AND handled_on <= settled_on)) AND (resolved_on IS NULL OR (resolved_on BETWEEN received_on AND last_day AND resolved_on <= settled_on)) AND (tracked_on IS NULL OR (tracked_on BETWEEN received_on AND last_day AND tracked_on <= settled_on)) THEN 1 ELSE 0 END = 0"
        ),
        postgresql_where=sa.text(
            "CASE WHEN standing = 'done' AND answered_on IS NOT NULL AND reply_no <> '' AND withdrawn_on IS NULL AND (answered_on IS NULL OR (answered_on BETWEEN received_on AND last_day AND answered_on <= settled_on)) AND (handled_on IS NULL OR (handled_on BETWEEN received_on AND last_day AND handled_on <= settled_on)) AND (resolved_on IS NULL OR (resolved_on BETWEEN received_on AND last_day AND resolved_on <= settled_on)) AND (tracked_on IS NULL OR (tracked_on BETWEEN received_on AND last_day AND tracked_on <= settled_on)) THEN 1 ELSE 0 END = 0"
        ),
    )
    op.create_index(
        "ix_ledger_requests_notice_due_received_on",
        "ledger_requests",
        ["notice_due", "received_on"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_requests_received_on",
        "ledger_requests",
        ["received_on", "id", "number", "reply_no"],
        unique=False,
    )
    op.create_index("ix_ledger_requests_settled_on", "ledger_requests", ["settled_on"], unique=False)
    op.create_index(
        "ix_ledger_requests_standing_last_day",
        "ledger_requests",
        ["standing", "last_day", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_requests_standing_settled_on",
        "ledger_requests",
        ["standing", "settled_on", "id"],
        unique=False,
    )
    op.create_table(
        "measure_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_vi", sa.String(length=120), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_measure_comments_measure_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_comments")),
        sa.UniqueConstraint("token", name=op.f("uq_measure_comments_token")),
    )
    op.create_index(
        "ix_measure_comments_year_measure_code", "measure_comments", ["year", "measure_code"], unique=False
    )
    op.create_table(
        "owners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=True),
        sa.Column("measure_code", sa.String(length=5), nullable=True),
        sa.Column("name_vi", sa.String(length=160), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_by_vi", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(objective_number IS NULL) <> (measure_code IS NULL)", name=op.f("ck_owners_one_place")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_owners_account_id")),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name=op.f("fk_owners_measure_code")),
        sa.ForeignKeyConstraint(
            ["objective_number"], ["objectives.number"], name=op.f("fk_owners_objective_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners")),
        sa.UniqueConstraint("token", name=op.f("uq_owners_token")),
    )
    op.create_index("ix_owners_measure_code", "owners", ["measure_code"], unique=False)
    op.create_index("ix_owners_objective_number", "owners", ["objective_number"], unique=False)
    op.create_table(
        "paper_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("label_vi", sa.String(length=160), nullable=False),
        sa.Column("begun_at", moment(), nullable=False),
        sa.Column("begun_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_paper_batches_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
        sa.UniqueConstraint("token", name=op.f("uq_paper_batches_token")),
    )
    op.create_index(
        op.f("ix_paper_batches_consultation_id"), "paper_batches", ["consultation_id"], unique=False
    )
    op.create_table(
        "password_links",
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_password_links_account_id")),
        sa.PrimaryKeyConstraint("link_hash", name=op.f("pk_password_links")),
    )
    op.create_index(op.f("ix_password_links_account_id"), "password_links", ["account_id"], unique=False)
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
            ["measure_code"], ["measures.code"], name=op.f("fk_published_figures_measure_code")
        ),
        sa.ForeignKeyConstraint(
            ["objective_number"], ["objectives.number"], name=op.f("fk_published_figures_objective_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_figures")),
    )
    op.create_index(
        op.f("ix_published_figures_measure_code"), "published_figures", ["measure_code"], unique=False
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("counted_n", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("tables", json(), nullable=False),
        sa.Column("counts", json(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("released_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_releases_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_releases_consultation_id_number")),
    )
    op.create_table(
        "reply_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("asked_vi", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "partly",
                "refused",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_reply_points_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_points")),
    )
    op.create_index(
        op.f("ix_reply_points_consultation_id"), "reply_points", ["consultation_id"], unique=False
    )
    op.create_table(
        "rule_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("params", json(), nullable=False),
        sa.Column("decision_no", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_vi", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_rule_proposals_measure_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_proposals")),
        sa.UniqueConstraint("token", name=op.f("uq_rule_proposals_token")),
    )
    op.create_index(op.f("ix_rule_proposals_measure_code"), "rule_proposals", ["measure_code"], unique=False)
    op.create_table(
        "safeguarding_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("officer", "recovery", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("work", sa.Integer(), nullable=True),
        sa.Column("locked", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("admitted_at", moment(), nullable=True),
        sa.Column("admitted_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=80), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_safeguarding_keys_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_keys")),
    )
    op.create_table(
        "sign_in_tickets",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_in_tickets_account_id")),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_sign_in_tickets")),
    )
    op.create_table(
        "snapshot_contents",
        sa.Column("snapshot_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rows", json(), nullable=False),
        sa.Column("files", json(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("finished_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_number"], ["snapshots.number"], name=op.f("fk_snapshot_contents_snapshot_number")
        ),
        sa.PrimaryKeyConstraint("snapshot_number", name=op.f("pk_snapshot_contents")),
    )
    op.create_table(
        "tellings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("told_vi", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("channels", json(), nullable=False),
        sa.Column("places_vi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_tellings_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
    )
    op.create_index(op.f("ix_tellings_consultation_id"), "tellings", ["consultation_id"], unique=False)
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=120), nullable=False),
        sa.Column("description_vi", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_themes_consultation_id")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["themes.id"], name=op.f("fk_themes_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("consultation_id", "name_vi", name=op.f("uq_themes_consultation_id_name_vi")),
    )
    op.create_table(
        "web_sessions",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("last_seen_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_web_sessions_account_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_web_sessions")),
    )
    op.create_index(op.f("ix_web_sessions_account_id"), "web_sessions", ["account_id"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_contributions_measure_code")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_contributions_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    op.create_index(op.f("ix_contributions_report_id"), "contributions", ["report_id"], unique=False)
    op.create_index("ix_contributions_settled_at", "contributions", ["settled_at"], unique=False)
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "jpeg",
                "png",
                "webp",
                "pdf",
                "docx",
                "xlsx",
                "odt",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", moment(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["accounts.id"], name=op.f("fk_evidence_files_added_by")),
        sa.ForeignKeyConstraint(["removed_by"], ["accounts.id"], name=op.f("fk_evidence_files_removed_by")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_evidence_files_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
    )
    op.create_index(op.f("ix_evidence_files_report_id"), "evidence_files", ["report_id"], unique=False)
    op.create_index("ix_evidence_files_sha256", "evidence_files", ["sha256"], unique=False)
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
        sa.CheckConstraint(
            "voided_at IS NULL OR voided_at >= verified_at", name=op.f("ck_facts_void_after_verify")
        ),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name=op.f("fk_facts_measure_code")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_facts_organisation_id")
        ),
        sa.ForeignKeyConstraint(["province_code"], ["provinces.code"], name=op.f("fk_facts_province_code")),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name=op.f("fk_facts_report_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["facts.id"], name=op.f("fk_facts_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    op.create_index(
        "ix_facts_measure_code_event_on",
        "facts",
        [
            "measure_code",
            "event_on",
            "organisation_id",
            "value",
            "verified_at",
            "voided_at",
            "recorded_at",
            "partial",
            "sample",
        ],
        unique=False,
    )
    op.create_index(op.f("ix_facts_report_id"), "facts", ["report_id"], unique=False)
    op.create_table(
        "measure_params",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("params", json(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("decision_no", sa.String(length=120), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_measure_params_measure_code")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["rule_proposals.id"], name=op.f("fk_measure_params_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_params")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_measure_params_proposal_id")),
    )
    op.create_index(op.f("ix_measure_params_measure_code"), "measure_params", ["measure_code"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("quality_ok", sa.Boolean(), nullable=False),
        sa.Column("title_vi", sa.String(length=200), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("voided_at", moment(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name=op.f("fk_milestones_measure_code")),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name=op.f("fk_milestones_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index(op.f("ix_milestones_measure_code"), "milestones", ["measure_code"], unique=False)
    op.create_index(op.f("ix_milestones_report_id"), "milestones", ["report_id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("voided_at", moment(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["measure_code"], ["measures.code"], name=op.f("fk_plans_measure_code")),
        sa.ForeignKeyConstraint(["report_id"], ["activity_reports.id"], name=op.f("fk_plans_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index("ix_plans_measure_code_year", "plans", ["measure_code", "year"], unique=False)
    op.create_index(op.f("ix_plans_report_id"), "plans", ["report_id"], unique=False)
    op.create_table(
        "profile_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("document_vi", sa.String(length=120), nullable=False),
        sa.Column("change_vi", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("voided_at", moment(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_profile_updates_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_updates")),
    )
    op.create_index(op.f("ix_profile_updates_report_id"), "profile_updates", ["report_id"], unique=False)
    op.create_table(
        "quality_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", json(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_quality_checks_recorded_by")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_quality_checks_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_checks")),
        sa.UniqueConstraint("token", name=op.f("uq_quality_checks_token")),
    )
    op.create_index(op.f("ix_quality_checks_report_id"), "quality_checks", ["report_id"], unique=False)
    op.create_table(
        "report_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=6), nullable=False),
        sa.Column("slot", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", json(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_report_drafts_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_report_drafts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_report_drafts_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_drafts")),
        sa.UniqueConstraint("account_id", "slot", name=op.f("uq_report_drafts_account_id_slot")),
    )
    op.create_index(
        op.f("ix_report_drafts_organisation_id"), "report_drafts", ["organisation_id"], unique=False
    )
    op.create_table(
        "report_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["accounts.id"], name=op.f("fk_report_events_by")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_report_events_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_events")),
    )
    op.create_index(
        "ix_report_events_act_report_id", "report_events", ["act", "report_id", "version", "at"], unique=False
    )
    op.create_index(op.f("ix_report_events_report_id"), "report_events", ["report_id"], unique=False)
    op.create_table(
        "report_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("data", json(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_report_versions_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("fk_report_versions_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_report_versions_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_versions_report_id_number")),
        sa.UniqueConstraint("token", name=op.f("uq_report_versions_token")),
    )
    op.create_index(
        "ix_report_versions_organisation_id_event_on",
        "report_versions",
        ["organisation_id", "event_on", "number", "recorded_at", "report_id"],
        unique=False,
    )
    op.create_table(
        "request_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("data", json(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_request_events_recorded_by")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["ledger_requests.id"], name=op.f("fk_request_events_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_events")),
        sa.UniqueConstraint("request_id", "number", name=op.f("uq_request_events_request_id_number")),
        sa.UniqueConstraint("token", name=op.f("uq_request_events_token")),
    )
    op.create_table(
        "rule_decisions",
        sa.Column("proposal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "confirmed",
                "declined",
                "withdrawn",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_vi", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["rule_proposals.id"], name=op.f("fk_rule_decisions_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_rule_decisions")),
    )
    op.create_table(
        "sealed_keys",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["sealed_items.id"], name=op.f("fk_sealed_keys_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["key_id"], ["safeguarding_keys.id"], name=op.f("fk_sealed_keys_key_id")),
        sa.PrimaryKeyConstraint("item_id", "key_id", name=op.f("pk_sealed_keys")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sealed_keys_key_id"), "sealed_keys", ["key_id"], unique=False)
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
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "counted",
                "waiting",
                "left_out",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_for", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_submissions_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"], ["form_versions.id"], name=op.f("fk_submissions_form_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_submissions_invitation_id")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_submissions")),
        sa.UniqueConstraint("slip", name=op.f("uq_submissions_slip")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_submissions_consultation_id", "submissions", ["consultation_id"], unique=False)
    op.create_index("ix_submissions_invitation_id", "submissions", ["invitation_id"], unique=False)
    op.create_table(
        "concerns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new", "read", "closed", name="state", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_concerns_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["sealed_items.id"], name=op.f("fk_concerns_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["token"], ["submissions.token"], name=op.f("fk_concerns_token"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint("item_id", name=op.f("uq_concerns_item_id")),
        sa.UniqueConstraint("token", name=op.f("uq_concerns_token")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_concerns_state_received_on", "concerns", ["state", "received_on"], unique=False)
    op.create_table(
        "fact_evidence",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("published_figure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_fact_evidence_fact_id")),
        sa.ForeignKeyConstraint(
            ["published_figure_id"],
            ["published_figures.id"],
            name=op.f("fk_fact_evidence_published_figure_id"),
        ),
        sa.PrimaryKeyConstraint("fact_id", "published_figure_id", name=op.f("pk_fact_evidence")),
    )
    op.create_table(
        "paper_sheets",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_sheets_batch_id")),
        sa.ForeignKeyConstraint(
            ["token"], ["submissions.token"], name=op.f("fk_paper_sheets_token"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_paper_sheets")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_paper_sheets_batch_id_number")),
    )
    op.create_table(
        "responses",
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["token"], ["submissions.token"], name=op.f("fk_responses_token"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", "question", "value", name=op.f("pk_responses")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "concern_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "read",
                "called_111",
                "police",
                "commune",
                "child_authority",
                "called_back",
                "no_action",
                "other",
                "close",
                "reopen",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_vi", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concerns.id"], name=op.f("fk_concern_events_concern_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_events")),
    )
    op.create_index("ix_concern_events_concern_id", "concern_events", ["concern_id"], unique=False)
    op.create_table(
        "passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("region_vi", sa.String(length=120), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "released",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concerns.id"], name=op.f("fk_passages_concern_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_passages_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["sealed_items.id"], name=op.f("fk_passages_item_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("item_id", name=op.f("uq_passages_item_id")),
    )
    op.create_index(op.f("ix_passages_concern_id"), "passages", ["concern_id"], unique=False)
    op.create_index(
        "ix_passages_consultation_id_state", "passages", ["consultation_id", "state"], unique=False
    )
    op.create_table(
        "code_settlements",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", moment(), nullable=False),
        sa.Column("settled_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_code_settlements_passage_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_code_settlements_theme_id")),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_code_settlements")),
    )
    op.create_table(
        "passage_codes",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("coder", sa.String(length=80), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("coded_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_passage_codes_passage_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_passage_codes_theme_id")),
        sa.PrimaryKeyConstraint("passage_id", "coder", name=op.f("pk_passage_codes")),
    )
    op.create_table(
        "quotes",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("region_vi", sa.String(length=120), nullable=False),
        sa.Column("chosen_at", moment(), nullable=False),
        sa.Column("chosen_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_quotes_passage_id")),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_quotes")),
    )
