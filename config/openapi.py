"""What every operation of the API has in common, said once for the OpenAPI description."""

from typing import Any

DESCRIPTION = """Hand a leaving salesperson's book of business over so that nothing is lost.

- **Sign in** with `Authorization: Bearer TOKEN`; a token comes from `POST /api/v1/tokens/` or from My settings.
- **Send a POST again** without doing it twice: give it an `Idempotency-Key`. For 24 hours the same request with
  the same key gets the same answer, with `Idempotency-Replayed: true`; 409 while the first is in progress, 422 for
  another request. A refused request leaves its key free.
- **Limits:** `RateLimit` says what you may still ask in this minute; 429 comes with `Retry-After`.
- **Unchanged?** Send the `ETag` of a GET as `If-None-Match`; 304 means that you have the same already.
- **Refusals** are `application/problem+json` (RFC 9457) with a `code` that never changes.
"""

#: What the sets of codes are called, so that a name does not depend on which endpoints share it.
ENUM_NAMES: dict[str, str | list[str]] = {
    "AccessScope": "accounts.models.token.Scope",
    "RoleCode": "accounts.permissions.Role",
    "CurrencyCode": "web.currency.Currency",
    "CustomerGrade": "customers.models.customer.Grade",
    "CustomerStatus": "customers.models.customer.CustomerStatus",
    "ContactRole": "customers.models.customer.ContactRole",
    "ContactChannel": "customers.models.customer.Channel",
    "ContractState": "customers.models.contract.ContractState",
    "ActivityKind": "customers.models.activity.ActivityKind",
    "TaskState": "customers.models.activity.TaskState",
    "DealState": "customers.models.deal.DealState",
    "DealStage": "customers.models.deal.Stage",
    "ImportState": "customers.models.importing.ImportState",
    "OwnershipReason": "customers.models.ownership.Why",
    "RecordKind": ["customer", "deal", "contract", "task"],
    "LinkedKind": ["customer", "deal", "contract", "task", "contact"],
    "DepartureState": "handover.lifecycle.State",
    "DepartureVerb": "handover.lifecycle.Verb",
    "DepartureKind": "handover.models.departure.DepartureKind",
    "DepartureReason": "handover.models.departure.Reason",
    "ItemState": "handover.models.checklist.ItemState",
    "ItemSection": "handover.models.checklist.Section",
    "ItemRelation": "handover.models.checklist.Relation",
    "BriefingGap": ["decides", "uses", "promises", "next_step"],
    "PromiseVerdict": "handover.models.promise.PromiseVerdict",
    "PromiseOutcome": "handover.models.promise.PromiseOutcome",
    "ItemAnchor": "handover.models.checklist.Anchor",
    "VerificationVerdict": "handover.models.verification.Verdict",
    "PlanState": "handover.models.plan.PlanState",
    "PlanStrategy": "handover.models.plan.Strategy",
    "DealScope": "handover.models.scope.DealScope",
    "ContractScope": "handover.models.scope.ContractScope",
    "MoveState": "handover.models.move.MoveState",
    "ConflictCause": "handover.models.move.ConflictCause",
    "CoverOutcome": "handover.models.cover.CoverOutcome",
    "WebhookOff": "notices.models.webhook.Off",
}

PROBLEM = {
    "type": "object",
    "description": "RFC 9457: why the API did not do what was asked. `code` never changes; `detail` is for people.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"description": "The fields at fault, each with its sentences.", "type": "object"},
    },
}


def add_shared(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular postprocessing hook: what operations refer to, by `config/openapi_responses.py`."""
    from config import openapi_responses

    shared = result.setdefault("components", {})
    shared.setdefault("schemas", {})["Problem"] = PROBLEM
    shared["responses"] = openapi_responses.responses()
    shared["headers"] = openapi_responses.HEADERS
    return result
