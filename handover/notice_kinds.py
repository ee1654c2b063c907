"""What a handover tells people, as kinds: registered with `notices` when the app is ready."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from handover.meetings.invitation import of_notice
from notices.kinds import Group, Kind, Mode

DEPARTURE: Final = Group("departure", _("A departure and its dates"))
PLAN: Final = Group("plan", _("The plan and the move"))
CHECKLIST: Final = Group("checklist", _("The checklist"))
MEETING: Final = Group("meeting", _("Meetings"))
COVER: Final = Group("cover", _("Interim covers"))
BRIEFING: Final = Group("briefing", _("Briefings, promises and questions"))
VERIFICATION: Final = Group("verification", _("The verification"))
SUPERVISION: Final = Group("supervision", _("Supervising"))
INHERITED: Final = Group("inherited", _("What you took over"))
TRANSFER: Final = Group("transfer", _("Transfers between colleagues"))

_COVERS: Final = _("You get this because customers are covered in the interim, by you or as you decided.")
_FOLLOWS: Final = _("You get this because you follow, manage or take part in the handover.")
_MANAGES: Final = _("You get this because you manage the team or answer for the handover.")
_KEEPS: Final = _("You get this because your team looks after the customers.")
_TAKES_OVER: Final = _("You get this because you take over customers.")
_LEAVES: Final = _("You get this because you hand over your customers.")
_ANSWERS: Final = _("You get this because you answer for lines of the checklist.")
_VERIFIES: Final = _("You get this because records are verified with your word.")
_MEETS: Final = _("You get this because you are asked to a meeting.")
_OWNED: Final = _("You get this because customers of yours change hands.")

#: Nobody in a group chat learns of a departure before the firm has said it.
QUIET: Final = False

KINDS: Final = (
    Kind("departure_registered", DEPARTURE, _("A departure is registered"), _FOLLOWS, in_groups=QUIET),
    Kind(
        "departure_registered_leaver",
        DEPARTURE,
        _("Your own departure is registered"),
        _LEAVES,
        may_be_off=False,
        in_groups=QUIET,
    ),
    Kind("departure_changed", DEPARTURE, _("The dates have changed"), _FOLLOWS, may_be_off=False, in_groups=QUIET),
    Kind("departure_plan", DEPARTURE, _("The plan stands"), _FOLLOWS, Mode.DAILY, in_groups=QUIET),
    Kind("departure_begin", DEPARTURE, _("A handover has started"), _FOLLOWS),
    Kind("departure_verify", DEPARTURE, _("The verification has started"), _FOLLOWS, Mode.DAILY),
    Kind("departure_replan", DEPARTURE, _("A plan is made again"), _FOLLOWS, in_groups=QUIET),
    Kind("departure_withdraw", DEPARTURE, _("A departure is withdrawn"), _FOLLOWS, in_groups=QUIET),
    Kind("departure_close", DEPARTURE, _("A handover is closed"), _FOLLOWS, Mode.DAILY),
    Kind("plan_missing", PLAN, _("A plan is missing"), _MANAGES, in_groups=QUIET),
    Kind("plan_waits", PLAN, _("A plan waits for your approval"), _MANAGES, in_groups=QUIET),
    Kind("plan_approved", PLAN, _("You take over customers by an approved plan"), _TAKES_OVER, in_groups=QUIET),
    Kind("successor_leaving", PLAN, _("A successor is leaving too"), _MANAGES, in_groups=QUIET),
    Kind("move_rescheduled", PLAN, _("The day of a move has changed"), _TAKES_OVER, in_groups=QUIET),
    Kind("move_received", PLAN, _("Customers are yours now"), _TAKES_OVER, may_be_off=False),
    Kind("move_done", PLAN, _("Records have changed hands"), _MANAGES),
    Kind("move_failed", PLAN, _("A move could not be made"), _MANAGES, may_be_off=False, is_urgent=True),
    Kind("move_undone", PLAN, _("A move was undone"), _TAKES_OVER, may_be_off=False),
    Kind("seats_waiting", PLAN, _("A colleague’s seats at your customers wait"), _KEEPS),
    Kind("reference_given", PLAN, _("You step into a colleague’s place"), _TAKES_OVER),
    Kind("items_due_soon", CHECKLIST, _("Lines are due soon"), _ANSWERS, Mode.DAILY),
    Kind("items_due", CHECKLIST, _("Lines are due today"), _ANSWERS),
    Kind("items_overdue", CHECKLIST, _("Lines are overdue"), _ANSWERS),
    Kind("items_asked", CHECKLIST, _("Somebody asks for lines that are overdue"), _ANSWERS),
    Kind("items_overdue_of_others", CHECKLIST, _("Lines of others are overdue"), _MANAGES),
    Kind("contacts_due", INHERITED, _("Customers wait for your first contact"), _TAKES_OVER),
    Kind("contacts_overdue", INHERITED, _("Customers have not heard from you"), _TAKES_OVER),
    Kind("contacts_overdue_of_others", INHERITED, _("Customers have not heard from their successors"), _MANAGES),
    Kind("inheritance_returned", INHERITED, _("A successor sends a customer back"), _MANAGES),
    Kind("inheritance_kept", INHERITED, _("A customer stays with you"), _TAKES_OVER),
    Kind("promise_waiting", BRIEFING, _("A promise waits for your word"), _MANAGES),
    Kind("promise_decided", BRIEFING, _("A promise of yours is decided"), _LEAVES, Mode.DAILY),
    Kind("question_asked", BRIEFING, _("A successor asks you something"), _LEAVES),
    Kind("question_answered", BRIEFING, _("Your question is answered"), _TAKES_OVER),
    Kind("meeting_invited", MEETING, _("You are asked to a meeting"), _MEETS, may_be_off=False, calendar=of_notice),
    Kind("meeting_changed", MEETING, _("A meeting has changed"), _MEETS, may_be_off=False, calendar=of_notice),
    Kind("meeting_not_for_you", MEETING, _("You need not come to a meeting"), _MEETS, calendar=of_notice),
    Kind("meeting_cancelled", MEETING, _("A meeting is cancelled"), _MEETS, may_be_off=False, calendar=of_notice),
    Kind("meeting_missed", MEETING, _("A meeting did not take place"), _MEETS),
    Kind("cover_named", COVER, _("You cover customers for some days"), _COVERS, may_be_off=False),
    Kind("cover_ended", COVER, _("A cover has ended"), _COVERS),
    Kind("verification_to_state", VERIFICATION, _("Customers wait for your statement"), _VERIFIES),
    Kind("verification_to_confirm", VERIFICATION, _("Customers wait for your answer"), _VERIFIES),
    Kind("verification_disputed", VERIFICATION, _("Somebody disagrees"), _VERIFIES),
    Kind("verification_settled", VERIFICATION, _("A disagreement is settled"), _VERIFIES, Mode.DAILY),
    Kind("verification_sent_back", VERIFICATION, _("Records come back to you"), _VERIFIES),
    Kind("verification_complete", VERIFICATION, _("Everything is verified"), _VERIFIES),
    Kind("verification_signed_off", VERIFICATION, _("A handover is signed off"), _FOLLOWS, Mode.DAILY),
    Kind("verifications_waiting", VERIFICATION, _("Customers still wait for your word"), _VERIFIES),
    Kind("verifications_waiting_for_others", VERIFICATION, _("A verification has come to a halt"), _MANAGES),
    Kind("supervisor_named", SUPERVISION, _("You supervise a handover"), _FOLLOWS, may_be_off=False),
    Kind("supervisor_replaced", SUPERVISION, _("You no longer supervise a handover"), _FOLLOWS, Mode.DAILY),
    Kind("supervisor_missing", SUPERVISION, _("Nobody supervises a handover"), _MANAGES, in_groups=QUIET),
    Kind("tasks_inherited_due", INHERITED, _("Tasks you took over are due"), _TAKES_OVER),
    Kind("tasks_inherited_overdue", INHERITED, _("Tasks others took over are overdue"), _MANAGES),
    Kind("contracts_inherited_due", INHERITED, _("Contracts you took over need a decision"), _TAKES_OVER),
    Kind("contracts_inherited_overdue", INHERITED, _("Contracts others took over have passed their date"), _MANAGES),
    Kind("transfer_leaving", TRANSFER, _("Customers of yours go to colleagues"), _OWNED, may_be_off=False),
    Kind("transfer_gone", TRANSFER, _("Customers of yours are with colleagues"), _OWNED, may_be_off=False),
    Kind("transfer_back", TRANSFER, _("Your customers are back"), _OWNED, may_be_off=False),
    Kind("transfer_given_back", TRANSFER, _("Customers go back to a colleague"), _TAKES_OVER),
    Kind("transfer_returns_soon", TRANSFER, _("Customers go back soon"), _TAKES_OVER),
)
