"""The story of a departure: registration, checklist, plan, move, verification."""

from handover.models.board_view import BoardView
from handover.models.briefing import Briefing
from handover.models.checklist import (
    RECORD_SECTIONS,
    Anchor,
    ChecklistItem,
    Evidence,
    ItemRecord,
    ItemState,
    Relation,
    Section,
    TemplateItem,
)
from handover.models.count import KeptCount, Outdated
from handover.models.cover import Cover, CoverEnd, CoverOutcome, CoverWhy
from handover.models.departure import Departure, DepartureKind, Reason, Registration, TransitionRow
from handover.models.document import DocumentFormat, DocumentState, HandoverDocument
from handover.models.inheritance import FollowedPlan, Inheritance
from handover.models.letter import LetterKind, LetterTemplate, SentLetter, SentState
from handover.models.meeting import Meeting, MeetingCustomer, MeetingGuest, MeetingKind, MeetingState
from handover.models.move import UNDO_DAYS, Conflict, ConflictCause, Move, MoveState
from handover.models.plan import Assignment, Plan, PlanState, PlanSuccessor, Strategy
from handover.models.promise import Promise, PromiseOutcome, PromiseVerdict
from handover.models.question import AnswerLink, Question
from handover.models.reminder import Reminder
from handover.models.sample import ReturnReason, Sample, SampledCustomer, Score
from handover.models.scope import CUSTOMER_FILTERS, SCOPE_FIELDS, ContractScope, DealScope
from handover.models.seal import Seal
from handover.models.seat import SeatLine, SeatReason
from handover.models.step import PlanDeed, PlanStep, PlanStepLine
from handover.models.transfer import Transfer, TransferKind
from handover.models.vacancy import Vacancy
from handover.models.verification import FINAL_VERDICTS, Verdict, Verification
from handover.models.visit_exception import VisitException
from handover.models.waiver import ReferenceKind, Waiver
from handover.models.way import CustomerWay, Way
from handover.models.weight import ProposalWeights

#: What records change hands for.
Occasion = Departure | Transfer

__all__ = [
    "CUSTOMER_FILTERS",
    "FINAL_VERDICTS",
    "RECORD_SECTIONS",
    "SCOPE_FIELDS",
    "UNDO_DAYS",
    "Anchor",
    "AnswerLink",
    "Assignment",
    "BoardView",
    "Briefing",
    "ChecklistItem",
    "Conflict",
    "ConflictCause",
    "ContractScope",
    "Cover",
    "CoverEnd",
    "CoverOutcome",
    "CoverWhy",
    "CustomerWay",
    "DealScope",
    "Departure",
    "DepartureKind",
    "DocumentFormat",
    "DocumentState",
    "Evidence",
    "FollowedPlan",
    "HandoverDocument",
    "Inheritance",
    "ItemRecord",
    "ItemState",
    "KeptCount",
    "LetterKind",
    "LetterTemplate",
    "Meeting",
    "MeetingCustomer",
    "MeetingGuest",
    "MeetingKind",
    "MeetingState",
    "Move",
    "MoveState",
    "Occasion",
    "Outdated",
    "Plan",
    "PlanDeed",
    "PlanState",
    "PlanStep",
    "PlanStepLine",
    "PlanSuccessor",
    "Promise",
    "PromiseOutcome",
    "PromiseVerdict",
    "ProposalWeights",
    "Question",
    "Reason",
    "ReferenceKind",
    "Registration",
    "Relation",
    "Reminder",
    "ReturnReason",
    "Sample",
    "SampledCustomer",
    "Score",
    "Seal",
    "SeatLine",
    "SeatReason",
    "Section",
    "SentLetter",
    "SentState",
    "Strategy",
    "TemplateItem",
    "Transfer",
    "TransferKind",
    "TransitionRow",
    "Vacancy",
    "Verdict",
    "Verification",
    "VisitException",
    "Waiver",
    "Way",
]
