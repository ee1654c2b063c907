"""Requests that follow from each other: what an answer names is read, changed and taken away, and asked for again.

Schemathesis infers from the description which answers name what. What is asked next depends on what was answered, so
one caller's chains are tried after another's, each on the demo firm as it was, ids to come included: always the same.
"""

import hashlib
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import settings as how
from schemathesis.core.failures import Failure, FailureGroup

from tests.fuzz import description, sequences
from tests.fuzz.firm import PEOPLE
from tests.fuzz.test_rest import HOW, failures

#: Of so many examples for an operation there is one chain for a caller, and so many chains at least.
A_CHAIN = FEWEST = 5
#: How many requests a chain has at most.
LONGEST = 8


class Tried:
    """What was found wrong, each kind of it once per operation; and everything that was asked, as a digest."""

    def __init__(self) -> None:
        self.chains = self.requests = self.done = 0
        self.complaints: dict[tuple[str, str], str] = {}
        self.all = hashlib.sha256()

    def heard(self, case: Any, answer: Any, found: Failure | FailureGroup | None) -> None:
        """Take down an answer."""
        self.requests += 1
        self.done += answer.status_code < 300
        self.all.update(repr((case.method, case.formatted_path, case.query, answer.status_code)).encode())
        for each in failures(found) if found else ():
            said = f"{case.operation.label}: {each.title}. {each.message}\n  {case.as_curl_command()[:600]}"
            said += f"\n  answered {answer.status_code} {answer.text[:300]}"
            self.complaints.setdefault((case.operation.label, each.title), said)


def chains(schema: Any, tried: Tried, key: str) -> Any:
    """The state machine that goes from answer to request, for the caller with this token."""
    before = sequences.standing()

    class Chain(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            tried.chains += 1
            self.point = transaction.savepoint()
            cache.clear()

        def before_call(self, case: Any) -> None:
            case._has_explicit_auth = True

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {key}"}}

        def validate_response(self, response: Any, case: Any, *args: Any, **kwargs: Any) -> None:
            found: Failure | FailureGroup | None = None
            try:
                super().validate_response(response, case, *args, **kwargs)
            except (Failure, FailureGroup) as error:
                found = error
            tried.heard(case, response, found)

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)
            sequences.put_back(before)

    return Chain


def test_what_an_answer_names_can_be_asked_for_as_described(
    firm: dict[str, str], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    tried, begun, schema = Tried(), time.monotonic(), description.load(firm["admin"])
    most = max(request.config.getoption("examples") // A_CHAIN, FEWEST)
    chosen = how(HOW, max_examples=most, stateful_step_count=LONGEST)
    for who in PEOPLE:
        chains(schema, tried, firm[who]).run(settings=chosen)
    said = f"{tried.chains} chains, {tried.requests} requests, {tried.done} of them done ({tried.all.hexdigest()[:12]})"
    with capsys.disabled():
        print(f"{said} in {time.monotonic() - begun:.0f} seconds")
    assert not tried.complaints, f"{said}\n\n" + "\n\n".join(tried.complaints.values())
