"""REST of the `handover` app. Each room adds its routes here."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

import handover.api.ownership_changes  # noqa: F401 - adds `departure` to the ledger's filters
from handover.api import (
    assignments,
    briefings,
    checklist,
    covers,
    departures,
    documents,
    executions,
    in_charge,
    plans,
    promises,
    questions,
    references,
    samples,
    steps,
    strategies,
    team_seats,
    transfers,
    vacancies,
    verifications,
    visits,
)

router = SimpleRouter(use_regex_path=False)
router.register("departures", departures.DepartureViewSet, basename="api-departure")
router.register("transfers", transfers.TransferViewSet, basename="api-transfer")

urlpatterns: list[URLPattern | URLResolver] = [
    path("departures/<int:pk>/plans/", plans.PlansOfDeparture.as_view()),
    path("departures/<int:pk>/checklist/", checklist.ChecklistOfDeparture.as_view()),
    path("departures/<int:pk>/verifications/", verifications.VerificationsOfDeparture.as_view()),
    path("departures/<int:pk>/briefings/", briefings.BriefingsOfDeparture.as_view()),
    path("departures/<int:pk>/briefings/<int:customer>/", briefings.BriefingDetail.as_view()),
    path("departures/<int:pk>/promises/", promises.PromisesOfDeparture.as_view()),
    path("departures/<int:pk>/promises/<int:promise>/", promises.PromiseDetail.as_view()),
    path("departures/<int:pk>/promises/<int:promise>/verdict/", promises.PromiseDecision.as_view()),
    path("departures/<int:pk>/promises/<int:promise>/outcome/", promises.PromiseSettlement.as_view()),
    path("departures/<int:pk>/covers/", covers.CoversOfDeparture.as_view()),
    path("departures/<int:pk>/questions/", questions.QuestionsOfDeparture.as_view()),
    path("departures/<int:pk>/questions/<int:question>/answer/", questions.QuestionAnswer.as_view()),
    path("departures/<int:pk>/documents/", documents.DocumentsOfDeparture.as_view()),
    path("departures/<int:pk>/documents/<int:document>/", documents.DocumentDetail.as_view()),
    path("departures/<int:pk>/documents/<int:document>/file/", documents.DocumentFile.as_view()),
    path("departures/<int:pk>/sign-off/", verifications.SignOff.as_view()),
    path("departures/<int:pk>/visits/", visits.VisitsOfDeparture.as_view()),
    path("departures/<int:pk>/visits/<int:customer>/exception/", visits.VisitExceptionDetail.as_view()),
    path("departures/<int:pk>/sample/", samples.SampleOfDeparture.as_view()),
    path("sampled-customers/<int:pk>/", samples.SampledCustomerDetail.as_view()),
    path("departures/<int:pk>/references/", references.References.as_view()),
    path("departures/<int:pk>/references/<str:kind>/", references.ReferencesOfKind.as_view()),
    path("departures/<int:pk>/references/<str:kind>/settlement/", references.ReferenceSettlement.as_view()),
    path("checklist-items/<int:pk>/", checklist.ItemDetail.as_view()),
    path("checklist-items/<int:pk>/evidence/", checklist.ItemEvidence.as_view()),
    path("checklist-items/<int:pk>/evidence/<int:file>/", checklist.EvidenceFile.as_view()),
    path("verifications/<int:pk>/", verifications.VerificationDetail.as_view()),
    path("plans/<int:pk>/", plans.PlanDetail.as_view()),
    path("plans/<int:pk>/assignments/", assignments.Assignments.as_view()),
    path("plans/<int:pk>/undo/", steps.Undo.as_view()),
    path("plans/<int:pk>/redo/", steps.Redo.as_view()),
    path("plans/<int:pk>/account-team-seats/", team_seats.TeamSeats.as_view()),
    path("plans/<int:pk>/vacancies/", vacancies.VacanciesOfPlan.as_view()),
    path("vacancies/<int:pk>/filling/", vacancies.Filling.as_view()),
    path("plans/<int:pk>/strategies/", strategies.Strategies.as_view()),
    path("proposal-weights/", strategies.Weights.as_view()),
    path("plans/<int:pk>/approval/", plans.Approval.as_view()),
    path("plans/<int:pk>/approval-requests/", plans.ApprovalRequests.as_view()),
    path("plans/<int:pk>/execution/", executions.Execution.as_view()),
    path("plans/<int:pk>/moves/", executions.Moves.as_view()),
    path("moves/<int:pk>/", executions.MoveDetail.as_view()),
    path("moves/<int:pk>/undo/", executions.Undo.as_view()),
    path("responsible/", in_charge.Responsible.as_view()),
    *router.urls,
]
