"""The API does what its description says, whoever asks and whatever is sent (schemathesis, all checks).

Each example is a request of one of nine callers on the demo firm, and is taken back. `make fuzz` tries hundreds per
operation and probes each limit; `make test` always the same few.
"""

import time
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from tests.fuzz import description, ids
from tests.fuzz.firm import taken_back

MODES = list(GenerationMode)
HOW = how(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


class Tried:
    """What was found wrong, each kind of it once per operation, with the request that showed it."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys
        self.requests = 0
        self.probes = 0
        self.closed: set[str] = set()
        self.complaints: dict[tuple[str, str], str] = {}

    def operation(self, operation: Any, examples: int) -> None:
        """Try one operation with so many requests, half of them against its description."""
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES))

        @how(HOW, max_examples=examples)
        @given(case=cases, who=st.sampled_from(sorted(self.keys)), data=st.data())
        def one(case: Any, who: str, data: st.DataObject) -> None:
            self._one(case, who, lambda there: data.draw(st.sampled_from(there)))

        one()

    def probe(self, operation: Any) -> None:
        """Try each limit of each value, headers left out, methods there are not, and other kinds of content."""
        schema, callers = operation.schema, cycle(sorted(self.keys))
        config = schema.config.generation_for(operation=operation, phase="coverage")
        for case in schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=config):
            self.probes += 1
            self._one(case, next(callers), lambda there: there[self.probes % len(there)])

    def _one(self, case: Any, who: str, choose: ids.Choose) -> None:
        _meet_what_there_is(case, choose)
        if self.keys[who]:
            case.headers["Authorization"] = f"Bearer {self.keys[who]}"
            case._has_explicit_auth = True
        self.requests += 1
        with taken_back():
            answer = case.call()
            try:
                case.validate_response(answer, excluded_checks=self._known(case))
            except (Failure, FailureGroup) as found:
                for each in failures(found):
                    self._complain(case, who, answer, each)
            if self.keys[who] and answer.status_code < 300:
                self.closed.add(case.operation.label)

    def _known(self, case: Any) -> list[Any]:
        """That an operation is closed to strangers is asked again after its first success, not after each."""
        return [ignored_auth] if case.operation.label in self.closed else []

    def _complain(self, case: Any, who: str, answer: Any, failure: Failure) -> None:
        parts = (case.method, case.path_parameters, case.query, case.media_type, dict(case.headers))
        said = (
            f"{case.operation.label}: {failure.title}. {failure.message}",
            f"asked by {who or 'nobody'}: {' '.join(map(str, parts))}",
            repr(case.body)[:500],
            f"answered {answer.status_code} {answer.text[:500]}",
        )
        self.complaints.setdefault((case.operation.label, failure.title), "\n  ".join(said))


def failures(found: Failure | FailureGroup) -> Sequence[Failure]:
    """Each of what a check found."""
    return found.exceptions if isinstance(found, FailureGroup) else (found,)


def _meet_what_there_is(case: Any, choose: ids.Choose) -> None:
    """Name in a request what the firm has, wherever a name was made up; what was made wrong on purpose stays."""
    negated = {place for place, part in case.meta.components.items() if part.mode.is_negative}
    if ParameterLocation.PATH not in negated:
        case.path_parameters.update(ids.for_path(case.operation.path, choose))
    has_body = ParameterLocation.BODY not in negated and isinstance(case.body, dict)
    body = ids.for_body(case.operation.path, case.body, choose) if has_body else case.body
    if body != case.body:  # given anew it is judged anew
        case.body = body


def test_the_api_does_what_its_description_says(
    firm: dict[str, str], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = description.load(firm["admin"])
    option = request.config.getoption
    tried, begun = Tried(firm), time.monotonic()
    found = description.operations(schema, option("operations"))
    for operation in found:
        tried.operation(operation, option("examples"))
        if option("probes"):
            tried.probe(operation)
    said = f"{len(found)} operations, {tried.requests} requests ({tried.probes} of them probes)"
    with capsys.disabled():
        print(f"{said} in {time.monotonic() - begun:.0f} seconds")
    assert not tried.complaints, f"{said}\n\n" + "\n\n".join(tried.complaints.values())
