"""Pages of the `handover` app."""

from django.urls import URLPattern, path

from handover.views import (
    board,
    checklist,
    departures,
    home,
    moves,
    plans,
    registration,
    settings,
    verification,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("settings/", settings.settings, name="settings"),
    path("settings/checklist/", settings.templates, name="checklist_templates"),
    path("settings/checklist/new/", settings.template, name="checklist_template_new"),
    path("settings/checklist/<int:pk>/", settings.template, name="checklist_template"),
    path("settings/checklist/<int:pk>/use/", settings.template_use, name="checklist_template_use"),
    path("handovers/", board.board, name="departures"),
    path("handovers/new/", registration.who, name="register"),
    path("handovers/new/<int:pk>/", registration.who, name="register_who"),
    path("handovers/new/<int:pk>/dates/", registration.dates, name="register_dates"),
    path("handovers/new/<int:pk>/holdings/", registration.held, name="register_holdings"),
    path("handovers/new/<int:pk>/check/", registration.check, name="register_check"),
    path("handovers/new/<int:pk>/drop/", registration.drop, name="register_drop"),
    path("handovers/<int:pk>/", departures.overview, name="departure"),
    path("handovers/<int:pk>/plan/", plans.plan, name="departure_plan"),
    path("handovers/<int:pk>/verification/", verification.verification, name="departure_verification"),
    path("handovers/<int:pk>/verification/all/", verification.say_all, name="verification_say_all"),
    path("handovers/<int:pk>/verification/sign-off/", verification.sign_off, name="verification_sign_off"),
    path("handovers/<int:pk>/verification/<int:row>/", verification.say, name="verification_say"),
    path("handovers/<int:pk>/checklist/", checklist.checklist, name="departure_checklist"),
    path("handovers/<int:pk>/checklist/<int:item>/", checklist.item, name="checklist_item"),
    path("handovers/<int:pk>/checklist/<int:item>/tick/", checklist.tick, name="checklist_tick"),
    path("handovers/<int:pk>/checklist/<int:item>/files/", checklist.evidence_new, name="checklist_evidence_new"),
    path("handovers/<int:pk>/checklist/<int:item>/files/<int:file>/", checklist.evidence, name="checklist_evidence"),
    path("handovers/<int:pk>/plan/proposal/", plans.propose, name="plan_propose"),
    path("handovers/<int:pk>/plan/assignments/", plans.assign, name="plan_assign"),
    path("handovers/<int:pk>/plan/review/", plans.review, name="plan_review"),
    path("handovers/<int:pk>/plan/approval/", plans.approve, name="plan_approve"),
    path("handovers/<int:pk>/plan/move/", moves.move, name="plan_move"),
    path("handovers/<int:pk>/plan/progress/", moves.progress, name="plan_progress"),
    path("handovers/<int:pk>/plan/undo/", moves.undo, name="plan_undo"),
]
