"""The tables: columns, keys, relationships.  No method here queries, decides or builds an address.

Importing this package registers every table with ``db.base.Base``.
"""

from db.models.audit import AuditEvent
from db.models.changes import OrganisationName, RecordChange
from db.models.comments import MeasureComment
from db.models.consulting import (
    Consultation,
    ErasedToken,
    FormVersion,
    Instrument,
    Release,
    Response,
    Submission,
)
from db.models.entries import QualityCheck
from db.models.facts import Fact, FactDay, FactEvidence, PublishedFigure
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
from db.models.reporting import ActivityReport, Contribution, ReportEvent, ReportVersion
from db.models.strategic import StrategicEvidence, StrategicTarget
from db.models.strategy import Activity, Measure, MeasureParams, Objective, Phase, Plan, Review
from db.models.years import YearClose

__all__ = [
    "Account",
    "Activity",
    "ActivityReport",
    "AuditEvent",
    "Consultation",
    "Contribution",
    "ErasedToken",
    "EvidenceFile",
    "Fact",
    "FactDay",
    "FactEvidence",
    "FormVersion",
    "Instrument",
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
    "PasswordLink",
    "Phase",
    "Plan",
    "ProfileUpdate",
    "Province",
    "PublishedFigure",
    "QualityCheck",
    "RecordChange",
    "Release",
    "ReportDraft",
    "ReportEvent",
    "ReportVersion",
    "RequestEvent",
    "Response",
    "Review",
    "SignInAttempt",
    "SignInTicket",
    "StrategicEvidence",
    "StrategicTarget",
    "Submission",
    "WebSession",
    "YearClose",
]
