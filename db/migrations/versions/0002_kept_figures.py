"""What pages of quality and reporting ask, kept by the database: sums by quarter, first filings, doubts.

As with the yearly sums, triggers keep them, so no writer can forget one.  Each of three views is a procedure:
to insert a place into it is to count that place anew, from a day on; triggers do so when a record comes, and
this migration does so once for every place there is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GONE = "('withdraw', 'discard', 'reject', 'void')"  # no longer to be verified
TAKEN_BACK = "('withdraw', 'discard')"  # never reported, as far as a quarter is concerned
PROOFS = ("evidence", "links", "link", "evidence_no")


class Words:
    """How an engine says what the other says otherwise."""

    def __init__(self, name: str) -> None:
        self.sqlite = name == "sqlite"

    def day(self, moment: str) -> str:
        """The day of a moment in Viet Nam."""
        if self.sqlite:
            return f"date({moment}, '+7 hours')"
        return f"({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"

    def later(self, one: str, other: str) -> str:
        """The later of two days."""
        return f"{'max' if self.sqlite else 'GREATEST'}({one}, {other})"

    def year(self, day: str) -> str:
        """The year of a day."""
        if self.sqlite:
            return f"CAST(strftime('%Y', {day}) AS INTEGER)"
        return f"EXTRACT(YEAR FROM {day})::integer"

    def quarter(self, day: str) -> str:
        """The quarter of a day, 1 to 4."""
        if self.sqlite:
            return f"(CAST(strftime('%m', {day}) AS INTEGER) + 2) / 3"
        return f"EXTRACT(QUARTER FROM {day})::integer"

    def within(self, day: str, year: str) -> str:
        """Whether a day is in a year, said so that an index of days is used."""
        if self.sqlite:
            return f"{day} BETWEEN {year} || '-01-01' AND {year} || '-12-31'"
        return f"{day} BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31)"

    def said(self, name: str) -> str:
        """A field of a version's content, NULL where it says nothing."""
        return f"json_extract(v.data, '$.{name}')" if self.sqlite else f"v.data ->> '{name}'"

    def one(self, condition: str) -> str:
        """1 where it holds, else 0."""
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def first_of_all(self) -> str:
        """A day before every other."""
        return "'0001-01-01'" if self.sqlite else "DATE '0001-01-01'"


# -- sums by quarter: reports filed and verified, facts -------------------------------------------------

ADD_QUARTERS = """
  INSERT INTO quarter_days (year, quarter, known_on, filed_n, verified_n, facts_n)
  SELECT {year}, {quarter}, {known_on}, {filed}, {verified}, {facts}
  FROM {source}
  GROUP BY 1, 2, 3
  ON CONFLICT (year, quarter, known_on) DO UPDATE SET
    filed_n = quarter_days.filed_n + excluded.filed_n,
    verified_n = quarter_days.verified_n + excluded.verified_n,
    facts_n = quarter_days.facts_n + excluded.facts_n;
"""
# An event and the version it speaks of; what it says holds until the next event of the report.
EVENTS = "report_events e JOIN report_versions v ON v.report_id = e.report_id AND v.number = e.version"
FOLLOWED = (
    f"{EVENTS} JOIN report_events n ON n.id ="
    " (SELECT min(o.id) FROM report_events o WHERE o.report_id = e.report_id AND o.id > e.id)"
)


def add_reports(words: Words, sign: str, moment: str, source: str) -> str:
    """Add what events say of their reports from a moment on, or take it back."""
    verified = words.one("e.act = 'verify'")
    return ADD_QUARTERS.format(
        year=words.year("v.event_on"),
        quarter=words.quarter("v.event_on"),
        known_on=words.day(moment),
        filed=f"{sign} sum({words.one(f'e.act NOT IN {GONE}')})",
        verified=f"{sign} sum({verified})",
        facts="0",
        source=source,
    )


def add_facts(words: Words, sign: str, moment: str, source: str) -> str:
    """Add facts to the quarter in which they happened, or take them back."""
    return ADD_QUARTERS.format(
        year=words.year("f.event_on"),
        quarter=words.quarter("f.event_on"),
        known_on=words.later("f.event_on", words.day(moment)),
        filed="0",
        verified="0",
        facts=f"{sign} count(*)",
        source=source,
    )


def event_adds(words: Words) -> str:
    """What a new event does: it holds from now on, and the one before it no longer."""
    before = "(SELECT max(o.id) FROM report_events o WHERE o.report_id = NEW.report_id AND o.id < NEW.id)"
    return add_reports(words, "+", "e.at", f"{EVENTS} WHERE e.id = NEW.id") + add_reports(
        words, "-", "n.at", f"{EVENTS} JOIN report_events n ON n.id = NEW.id WHERE e.id = {before}"
    )


def version_adds(words: Words) -> str:
    """The same for events that were there before their version (a restore)."""
    own = "e.report_id = NEW.report_id AND e.version = NEW.number"
    return add_reports(words, "+", "e.at", f"{EVENTS} WHERE {own}") + add_reports(
        words, "-", "n.at", f"{FOLLOWED} WHERE {own}"
    )


def fact_adds(words: Words) -> str:
    """What a new fact does; one that arrives voided (a restore) is taken back at its void."""
    return add_facts(words, "+", "f.verified_at", "facts f WHERE f.id = NEW.id") + add_facts(
        words, "-", "f.voided_at", "facts f WHERE f.id = NEW.id AND f.voided_at IS NOT NULL"
    )


# -- the greatest value of a unit, and from where on one is far above its others ---------------------------


def recount_unit(words: Words, unit: str) -> tuple[str, ...]:
    """One measure of one unit in one year, from a day on.

    A value is far above when it is more than three times the median of the unit's others; whichever value of
    the upper half is left out, that median is the same.  Fewer than three others say nothing.
    """
    added = words.later("f.event_on", words.day("f.verified_at"))
    voided = words.day("f.voided_at")
    here = f"{unit} AND f.measure_code = NEW.measure_code AND {words.within('f.event_on', 'NEW.year')}"
    days = (
        f"SELECT {added} AS day FROM facts f WHERE {here} AND {added} >= NEW.from_on UNION "
        f"SELECT {words.later(added, voided)} FROM facts f WHERE {here} AND f.voided_at IS NOT NULL"
        f" AND {words.later(added, voided)} >= NEW.from_on"
    )
    known = f"{added} <= d.day AND (f.voided_at IS NULL OR {voided} > d.day)"
    middle = "CAST(sum(CASE WHEN r.nth = {place} THEN r.value ELSE 0 END) AS BIGINT)"
    both = " + ".join(middle.format(place=place) for place in ("r.n / 2", "r.n / 2 + r.n % 2"))
    return (
        "DELETE FROM unit_figures WHERE measure_code = NEW.measure_code AND year = NEW.year"
        " AND organisation_id = NEW.organisation_id AND known_on >= NEW.from_on;",
        "INSERT INTO unit_figures (measure_code, year, organisation_id, known_on, greatest, far_above) "
        "SELECT NEW.measure_code, NEW.year, NEW.organisation_id, r.day, max(r.value), "
        f"CASE WHEN max(r.n) > 3 AND {both} > 0 THEN 3 * ({both}) / 2 END FROM ("
        "SELECT d.day AS day, f.value AS value, count(f.id) OVER (PARTITION BY d.day) AS n, "
        "row_number() OVER (PARTITION BY d.day ORDER BY f.value, f.id) AS nth "
        f"FROM ({days}) AS d LEFT JOIN facts f ON {here} AND {known}) AS r GROUP BY r.day;",
    )


OWN_UNIT, NO_UNIT = "f.organisation_id = NEW.organisation_id", "f.organisation_id IS NULL"


def fact_moves(words: Words, moment: str) -> str:
    """A fact that came or went has its unit counted anew from then on."""
    return (
        "INSERT INTO recount_unit (measure_code, year, organisation_id, from_on) VALUES (NEW.measure_code, "
        f"{words.year('NEW.event_on')}, coalesce(NEW.organisation_id, 0), "
        f"{words.later('NEW.event_on', words.day(moment))});"
    )


def early_fact(words: Words, which: str) -> str:
    """A fact dated after the day on which it was recorded is and stays one."""
    return (
        "INSERT INTO early_facts (fact_id) SELECT f.id FROM facts f "
        f"WHERE {which} AND f.event_on > {words.day('f.recorded_at')};"
    )


# -- when a unit first filed about a quarter ------------------------------------------------------------

PLACE = "k.organisation_id = {unit} AND k.year = {year} AND k.quarter = {quarter}"
OWN_PLACE = PLACE.format(unit="NEW.organisation_id", year="NEW.year", quarter="NEW.quarter")


def recount_quarter(words: Words) -> tuple[str, ...]:
    """One quarter of one unit, from a day on: the earliest filing among its reports as they stood.

    It changes only where a report leaves or moves, and with the first that is filed after such a day.
    """
    here = (
        f"v.organisation_id = NEW.organisation_id AND {words.within('v.event_on', 'NEW.year')}"
        f" AND {words.quarter('v.event_on')} = NEW.quarter"
    )
    left = (
        f"SELECT {words.day('e.at')} AS day FROM report_versions v JOIN report_events e ON e.report_id = v.report_id"
        f" WHERE {here} AND (e.act IN {TAKEN_BACK} OR (e.act = 'submit' AND e.version > 1))"
        f" AND {words.day('e.at')} >= NEW.from_on"
    )
    begun = f"SELECT NEW.from_on AS day UNION {left}"
    follows = (
        f"SELECT min({words.day('v.recorded_at')}) FROM report_versions v JOIN report_versions w"
        f" ON w.report_id = v.report_id WHERE v.number = 1 AND {here.replace('v.', 'w.')}"
        f" AND {words.day('v.recorded_at')} > s.day"
    )
    days = f"SELECT b.day FROM ({begun}) AS b UNION SELECT ({follows}) FROM ({begun}) AS s"
    earliest = (
        f"SELECT min({words.day('o.recorded_at')}) FROM report_versions v"
        " JOIN report_versions o ON o.report_id = v.report_id AND o.number = 1"
        f" WHERE {here} AND {words.day('v.recorded_at')} <= c.day"
        " AND NOT EXISTS (SELECT 1 FROM report_versions w WHERE w.report_id = v.report_id"
        f" AND w.number > v.number AND {words.day('w.recorded_at')} <= c.day)"
        " AND NOT EXISTS (SELECT 1 FROM report_events e WHERE e.report_id = v.report_id"
        f" AND e.act IN {TAKEN_BACK} AND {words.day('e.at')} <= c.day)"
    )
    before = (
        f"SELECT k.filed_on FROM first_filings k WHERE {OWN_PLACE} AND k.known_on < NEW.from_on"
        " ORDER BY k.known_on DESC LIMIT 1"
    )
    return (
        "DELETE FROM first_filings WHERE organisation_id = NEW.organisation_id AND year = NEW.year"
        " AND quarter = NEW.quarter AND known_on >= NEW.from_on;",
        "INSERT INTO first_filings (organisation_id, year, quarter, known_on, filed_on) "
        "SELECT NEW.organisation_id, NEW.year, NEW.quarter, t.day, t.filed_on FROM ("
        "SELECT x.day AS day, x.filed_on AS filed_on, row_number() OVER (ORDER BY x.day) AS nth, "
        "lag(x.filed_on) OVER (ORDER BY x.day) AS former FROM ("
        f"SELECT c.day AS day, ({earliest}) AS filed_on FROM ({days}) AS c WHERE c.day IS NOT NULL) AS x) AS t "
        f"WHERE t.filed_on IS DISTINCT FROM CASE WHEN t.nth = 1 THEN ({before}) ELSE t.former END;",
    )


def first_of_quarter(words: Words, source: str, which: str) -> str:
    """A report filed for the first time counts where nobody had filed as early."""
    day = words.day("v.recorded_at")
    year, quarter = words.year("v.event_on"), words.quarter("v.event_on")
    place = PLACE.format(unit="v.organisation_id", year=year, quarter=quarter)
    later = place.replace("k.", "l.")
    return (
        "INSERT INTO recount_quarter (organisation_id, year, quarter, from_on) "
        f"SELECT v.organisation_id, {year}, {quarter}, {day} FROM {source} WHERE {which} AND NOT EXISTS ("
        f"SELECT 1 FROM first_filings k WHERE {place} AND k.known_on <= {day} AND k.filed_on <= {day}"
        f" AND NOT EXISTS (SELECT 1 FROM first_filings l WHERE {later} AND l.known_on > k.known_on"
        f" AND (l.filed_on IS NULL OR l.filed_on > {day})));"
    )


def moved_quarter(words: Words, day: str, which: str) -> str:
    """A report that left or moved has every quarter it was ever about counted anew."""
    return (
        "INSERT INTO recount_quarter (organisation_id, year, quarter, from_on) "
        f"SELECT DISTINCT v.organisation_id, {words.year('v.event_on')}, {words.quarter('v.event_on')}, {day} "
        f"FROM report_versions v WHERE v.report_id = NEW.report_id AND {which};"
    )


# -- reports without proof, and the same activity twice ----------------------------------------------------


def recount_day(words: Words) -> tuple[str, ...]:
    """The living reports of one unit about one day, on each day on which anything about them changed."""
    here = "v.organisation_id = NEW.organisation_id AND v.event_on = NEW.event_on"
    reports = f"SELECT v.report_id FROM report_versions v WHERE {here}"
    days = (
        f"SELECT {words.day('e.at')} AS day FROM report_events e WHERE e.act <> 'verify'"
        f" AND e.report_id IN ({reports}) UNION "
        f"SELECT {words.day('p.added_at')} FROM evidence_files p WHERE p.report_id IN ({reports}) UNION "
        f"SELECT {words.day('p.removed_at')} FROM evidence_files p WHERE p.removed_at IS NOT NULL"
        f" AND p.report_id IN ({reports})"
    )
    proven = " AND ".join(f"{words.said(name)} IS NULL" for name in PROOFS)
    kept = (
        "SELECT 1 FROM evidence_files p WHERE p.report_id = v.report_id"
        f" AND {words.day('p.added_at')} <= c.day"
        f" AND (p.removed_at IS NULL OR {words.day('p.removed_at')} > c.day)"
    )
    newer = (
        "SELECT 1 FROM report_versions w WHERE w.report_id = v.report_id AND w.number > v.number"
        f" AND {words.day('w.recorded_at')} <= c.day"
    )
    last = (
        f"SELECT e.act FROM report_events e WHERE e.report_id = v.report_id AND {words.day('e.at')} <= c.day"
        " ORDER BY e.id DESC LIMIT 1"
    )
    standing = (
        "SELECT c.day AS day, c.until_on AS until_on, v.report_id AS report_id, v.number AS version, "
        f"{words.one(f'{proven} AND NOT EXISTS ({kept})')} AS bare, row_number() OVER ("
        f"PARTITION BY c.day, coalesce({words.said('title')}, a.form) ORDER BY v.recorded_at, v.report_id) AS nth "
        f"FROM (SELECT g.day AS day, lead(g.day) OVER (ORDER BY g.day) AS until_on FROM ({days}) AS g) AS c "
        f"JOIN report_versions v ON {here} AND {words.day('v.recorded_at')} <= c.day "
        "JOIN activity_reports a ON a.id = v.report_id "
        f"WHERE NOT EXISTS ({newer}) AND ({last}) IN ('submit', 'verify')"
    )
    return (
        "DELETE FROM report_doubts WHERE organisation_id = NEW.organisation_id AND event_on = NEW.event_on;",
        "INSERT INTO report_doubts"
        " (kind, report_id, since_on, until_on, version, organisation_id, event_on) "
        "SELECT q.kind, s.report_id, s.day, s.until_on, s.version, NEW.organisation_id, NEW.event_on "
        f"FROM ({standing}) AS s "
        "JOIN (SELECT 'missing_evidence' AS kind UNION ALL SELECT 'duplicate') AS q "
        "ON (q.kind = 'missing_evidence' AND s.bare = 1) OR (q.kind = 'duplicate' AND s.nth > 1);",
    )


DAYS_OF_REPORT = (
    "INSERT INTO recount_day (organisation_id, event_on) "
    "SELECT DISTINCT v.organisation_id, v.event_on FROM report_versions v WHERE v.report_id = NEW.report_id;"
)


# -- triggers, procedures, and what is there already ------------------------------------------------------

VIEWS = {
    "recount_unit": (
        ("measure_code", "VARCHAR(5)"),
        ("year", "INTEGER"),
        ("organisation_id", "INTEGER"),
        ("from_on", "DATE"),
    ),
    "recount_quarter": (
        ("organisation_id", "INTEGER"),
        ("year", "INTEGER"),
        ("quarter", "INTEGER"),
        ("from_on", "DATE"),
    ),
    "recount_day": (("organisation_id", "INTEGER"), ("event_on", "DATE")),
}


def trigger(name: str, when: str, body: str, condition: str = "") -> None:
    """A trigger of these statements, on either engine."""
    if Words(op.get_bind().dialect.name).sqlite:
        asked = f"WHEN {condition} " if condition else ""
        op.execute(f"CREATE TRIGGER {name} {when} {asked}BEGIN {body} END")
        return
    body = f"IF {condition} THEN {body} END IF;" if condition else body
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def make_procedures(words: Words) -> None:
    """The three views into which a place is put to be counted anew."""
    for name, columns in VIEWS.items():
        # SQLite takes a column's type for its affinity from the CAST; a day must stay text there.
        casts = (
            f"CAST(NULL AS {'TEXT' if words.sqlite and kind == 'DATE' else kind}) AS {column}"
            for column, kind in columns
        )
        op.execute(f"CREATE VIEW {name} AS SELECT {', '.join(casts)} WHERE 1 = 0")
    for name, unit, condition in (
        ("recount_unit_own", OWN_UNIT, "NEW.organisation_id <> 0"),
        ("recount_unit_none", NO_UNIT, "NEW.organisation_id = 0"),
    ):
        trigger(name, "INSTEAD OF INSERT ON recount_unit", " ".join(recount_unit(words, unit)), condition)
    trigger("recount_quarter_now", "INSTEAD OF INSERT ON recount_quarter", " ".join(recount_quarter(words)))
    trigger("recount_day_now", "INSTEAD OF INSERT ON recount_day", " ".join(recount_day(words)))


def make_triggers(words: Words) -> None:
    """What a new fact, void, event, version or proof has counted anew."""
    trigger(
        "keep_added_fact",
        "AFTER INSERT ON facts",
        fact_adds(words) + fact_moves(words, "NEW.verified_at") + early_fact(words, "f.id = NEW.id"),
    )
    trigger(
        "keep_voided_fact",
        "AFTER UPDATE OF voided_at ON facts",
        add_facts(words, "-", "f.voided_at", "facts f WHERE f.id = NEW.id")
        + fact_moves(words, "NEW.voided_at"),
        "OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL",
    )
    trigger("keep_added_event", "AFTER INSERT ON report_events", event_adds(words))
    trigger("keep_doubts", "AFTER INSERT ON report_events", DAYS_OF_REPORT, "NEW.act <> 'verify'")
    filed = "report_versions v"
    trigger(
        "keep_first_filing",
        "AFTER INSERT ON report_events",
        first_of_quarter(words, filed, "v.report_id = NEW.report_id AND v.number = 1"),
        "NEW.act = 'submit' AND NEW.version = 1",
    )
    trigger(
        "keep_moved_filing",
        "AFTER INSERT ON report_events",
        moved_quarter(words, words.day("NEW.at"), "1 = 1"),
        f"NEW.act IN {TAKEN_BACK} OR (NEW.act = 'submit' AND NEW.version > 1)",
    )
    there = "EXISTS (SELECT 1 FROM report_events e WHERE e.report_id = NEW.report_id)"
    trigger(
        "keep_added_version",
        "AFTER INSERT ON report_versions",
        version_adds(words)
        + DAYS_OF_REPORT
        + first_of_quarter(words, filed, "v.id = NEW.id AND v.number = 1")
        + moved_quarter(words, words.day("NEW.recorded_at"), "NEW.number > 1"),
        there,
    )
    trigger("keep_added_proof", "AFTER INSERT ON evidence_files", DAYS_OF_REPORT)
    trigger("keep_removed_proof", "AFTER UPDATE OF removed_at ON evidence_files", DAYS_OF_REPORT)


def count_all(words: Words) -> None:
    """What was there before the triggers."""
    op.execute(add_reports(words, "+", "e.at", f"{EVENTS} WHERE 1 = 1"))
    op.execute(add_reports(words, "-", "n.at", f"{FOLLOWED} WHERE 1 = 1"))
    op.execute(add_facts(words, "+", "f.verified_at", "facts f WHERE 1 = 1"))
    op.execute(add_facts(words, "-", "f.voided_at", "facts f WHERE f.voided_at IS NOT NULL"))
    op.execute(early_fact(words, "1 = 1"))
    always = words.first_of_all()
    op.execute(
        "INSERT INTO recount_unit (measure_code, year, organisation_id, from_on) SELECT DISTINCT "
        f"f.measure_code, {words.year('f.event_on')}, coalesce(f.organisation_id, 0), {always} FROM facts f"
    )
    op.execute(
        "INSERT INTO recount_quarter (organisation_id, year, quarter, from_on) SELECT DISTINCT "
        f"v.organisation_id, {words.year('v.event_on')}, {words.quarter('v.event_on')}, {always} "
        "FROM report_versions v"
    )
    op.execute(
        "INSERT INTO recount_day (organisation_id, event_on) "
        "SELECT DISTINCT v.organisation_id, v.event_on FROM report_versions v"
    )


def upgrade() -> None:
    """Make the tables, count what is there, and keep it from now on."""
    words = Words(op.get_bind().dialect.name)
    create_tables()
    make_procedures(words)
    count_all(words)
    make_triggers(words)


def create_tables() -> None:
    """The five kept tables, and the index that finds a unit's great values."""
    op.create_table(
        "quarter_days",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("filed_n", sa.Integer(), nullable=False),
        sa.Column("verified_n", sa.Integer(), nullable=False),
        sa.Column("facts_n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "quarter", "known_on", name=op.f("pk_quarter_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "first_filings",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_first_filings_organisation_id")
        ),
        sa.PrimaryKeyConstraint(
            "year", "quarter", "organisation_id", "known_on", name=op.f("pk_first_filings")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_figures",
        sa.Column("measure_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("greatest", sa.BigInteger(), nullable=True),
        sa.Column("far_above", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["measure_code"], ["measures.code"], name=op.f("fk_unit_figures_measure_code")
        ),
        sa.PrimaryKeyConstraint(
            "measure_code", "year", "organisation_id", "known_on", name=op.f("pk_unit_figures")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_doubts",
        sa.Column(
            "kind",
            sa.Enum(
                "missing_evidence",
                "duplicate",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["activity_reports.id"], name=op.f("fk_report_doubts_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_report_doubts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("kind", "report_id", "since_on", name=op.f("pk_report_doubts")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_report_doubts_kind_event_on",
        "report_doubts",
        ["kind", "event_on", "report_id", "since_on", "until_on"],
    )
    op.create_index(
        "ix_report_doubts_organisation_id_event_on", "report_doubts", ["organisation_id", "event_on"]
    )
    op.create_table(
        "early_facts",
        sa.Column("fact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_early_facts_fact_id")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_early_facts")),
    )
    op.create_index(
        "ix_facts_organisation_id_measure_code_value",
        "facts",
        ["organisation_id", "measure_code", "value", "event_on", "verified_at", "voided_at"],
    )
