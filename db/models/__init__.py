"""The tables: columns, keys, relationships.  No method here queries, decides or builds an address.

Importing this package registers every table with ``db.base.Base``.
"""

from db.models.audit import AuditEvent
from db.models.changes import OrganisationName, RecordChange
from db.models.coding import CodeSettlement, PassageCode, Quote, Theme
from db.models.comments import MeasureComment
from db.models.consulting import (
    Consultation,
    ErasedToken,
    FormVersion,
    Instrument,
    Invitation,
    PaperBatch,
    PaperSheet,
    Release,
    ReplyPoint,
    Response,
    Submission,
    Telling,
)
from db.models.entries import QualityCheck
from db.models.facts import EarlyFact, Fact, FactDay, FactEvidence, PublishedFigure, UnitFigure
from db.models.instruments import FormDraft, FormEvent
from db.models.ledger import (
    LedgerConfirmation,
    LedgerRequest,
    Milestone,
    NilReport,
    ProfileUpdate,
    RequestEvent,
)
from db.models.member_work import EvidenceFile, ReportDraft
from db.models.people import Account, KnownDevice, PasswordLink, SignInAttempt, SignInTicket, WebSession
from db.models.places import OldProvince, Organisation, Province
from db.models.reporting import (
    ActivityReport,
    Contribution,
    FirstFiling,
    QuarterDay,
    ReportDoubt,
    ReportEvent,
    ReportVersion,
)
from db.models.safeguarding import (
    Concern,
    ConcernEvent,
    Passage,
    SafeguardingKey,
    SealedItem,
    SealedKey,
)
from db.models.snapshots import Snapshot, SnapshotContent
from db.models.steering import Owner, RuleDecision, RuleProposal
from db.models.strategic import StrategicEvidence, StrategicTarget
from db.models.strategy import Activity, Measure, MeasureParams, Objective, Phase, Plan, Review
from db.models.years import YearClose

__all__ = [
    "Account",
    "Activity",
    "ActivityReport",
    "AuditEvent",
    "CodeSettlement",
    "Concern",
    "ConcernEvent",
    "Consultation",
    "Contribution",
    "EarlyFact",
    "ErasedToken",
    "EvidenceFile",
    "Fact",
    "FactDay",
    "FactEvidence",
    "FirstFiling",
    "FormDraft",
    "FormEvent",
    "FormVersion",
    "Instrument",
    "Invitation",
    "KnownDevice",
    "LedgerConfirmation",
    "LedgerRequest",
    "Measure",
    "MeasureComment",
    "MeasureParams",
    "Milestone",
    "NilReport",
    "Objective",
    "OldProvince",
    "Organisation",
    "OrganisationName",
    "Owner",
    "PaperBatch",
    "PaperSheet",
    "Passage",
    "PassageCode",
    "PasswordLink",
    "Phase",
    "Plan",
    "ProfileUpdate",
    "Province",
    "PublishedFigure",
    "QualityCheck",
    "QuarterDay",
    "Quote",
    "RecordChange",
    "Release",
    "ReplyPoint",
    "ReportDoubt",
    "ReportDraft",
    "ReportEvent",
    "ReportVersion",
    "RequestEvent",
    "Response",
    "Review",
    "RuleDecision",
    "RuleProposal",
    "SafeguardingKey",
    "SealedItem",
    "SealedKey",
    "SignInAttempt",
    "SignInTicket",
    "Snapshot",
    "SnapshotContent",
    "StrategicEvidence",
    "StrategicTarget",
    "Submission",
    "Telling",
    "Theme",
    "UnitFigure",
    "WebSession",
    "YearClose",
]
