"""`docs/lifecycle.md`, made from the table of `handover/lifecycle.py`."""

from django.utils.translation import override

from handover.lifecycle import TRANSITIONS, Guard, State, Transition, Who

WHO = {
    Who.REGISTRAR: "who may register departures, in scope",
    Who.PLANNER: "who may plan, in scope",
    Who.APPROVER: "who may approve, in scope, and did not make the plan",
    Who.SUPERVISOR: "the supervisor",
    Who.LEAVER: "the leaver",
}

GUARDS = {
    Guard.PLAN_APPROVED: "a plan is approved",
    Guard.NOT_MOVED: "the records have not changed hands, or the move was undone",
    Guard.SUPERVISOR_NAMED: "a supervisor is named",
    Guard.CHECKLIST_DONE: "no item of the checklist is open",
    Guard.SIGNED_OFF: "the supervisor signed off",
    Guard.MOVED: "the move is done",
    Guard.NOTHING_LEFT: "the leaver owns no customer, open deal, running contract or unfinished task",
    Guard.REFERENCES_SETTLED: "nothing else names the leaver (team, handover, seat, token …), or it stays for a reason",
}

HEAD = """# The lifecycle of a departure

Generated from `handover/lifecycle.py` by `manage.py lifecycle_doc`; don't edit it by hand.
Nobody deals with their own departure but as the leaver. Each transition leaves a row: from, to, by, at, reason.
"""


def text() -> str:
    """The whole document, in English."""
    with override("en"):
        return "\n".join([HEAD, *_diagram(), *_states(), *_table(), *_legend()]) + "\n"


def _diagram() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    for arrow in TRANSITIONS.values():
        lines += [f"    {source} --> {arrow.target}: {arrow.verb}" for source in arrow.sources or ("[*]",)]
    return [*lines, f"    {State.CLOSED} --> [*]", f"    {State.WITHDRAWN} --> [*]", "```", ""]


def _states() -> list[str]:
    return ["## States", "", *(f"- `{state.value}`: {state.label}" for state in State), ""]


def _table() -> list[str]:
    head = [
        "## Transitions",
        "",
        "| Verb | From | To | Who | Only when | Reason | Meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    return [*head, *(_row(arrow) for arrow in TRANSITIONS.values()), ""]


def _row(arrow: Transition) -> str:
    cells = [
        f"`{arrow.verb}`",
        ", ".join(f"`{source}`" for source in arrow.sources) or "—",
        f"`{arrow.target}`",
        ", ".join(f"`{who}`" for who in arrow.who),
        ", ".join(f"`{guard}`" for guard in arrow.guards) or "—",
        "needed" if arrow.needs_reason else "—",
        str(arrow.sentence),
    ]
    return f"| {' | '.join(cells)} |"


def _legend() -> list[str]:
    return [
        "## Who",
        "",
        *(f"- `{who}`: {words}" for who, words in WHO.items()),
        "",
        "## Conditions",
        "",
        "A condition that does not hold answers `409` with the code `guard_<name>`.",
        "",
        *(f"- `{guard}`: {words}" for guard, words in GUARDS.items()),
    ]
