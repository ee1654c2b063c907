"""The API does what its description says, whoever asks and whatever is sent (schemathesis, all checks).

Each example is a request of one of seven callers on the demo firm, and is taken back. `make fuzz` tries hundreds per
operation; `make test` always the same few.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from accounts.actions import tokens
from accounts.models import User
from accounts.models.token import Scope
from demo.cast import DOMAIN
from tests.demo_firm import fill_demo_firm
from tests.fuzz import ids

PEOPLE = ("admin", "manager", "rep", "chen.jing", "hr", "auditor")
NOBODY = ""
HOW = how(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
#: 422 as well: rules that a schema can't say (a day before another) are told like every fault of a field.
RULED = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
CONFIG = {
    "generation": {"with-security-parameters": False},  # each caller has a token or none
    "checks": {"positive_data_acceptance": {"expected-statuses": RULED}},
}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests within the transaction of the test, as Django's own client keeps them."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def firm(db: None, settings: Any) -> dict[str, str]:
    """The demo firm: a token of each caller, nobody's empty."""
    settings.API_REQUESTS_PER_MINUTE = settings.API_REQUESTS_PER_MINUTE_ANONYMOUS = 10**9
    fill_demo_firm()
    ids.there.cache_clear()
    now = datetime.datetime.now(datetime.UTC)
    keys = {NOBODY: ""}
    for name in PEOPLE:
        person = User.objects.get(email=f"{name}@{DOMAIN}")
        keys[name] = tokens.issue(user=person, name="fuzz", scope=Scope.WRITE, by=person, at=now)[1]
    return keys


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Tried:
    """What was found wrong, each kind of it once per operation, with the request that showed it."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys
        self.requests = 0
        self.complaints: dict[tuple[str, str], str] = {}

    def operation(self, operation: Any, examples: int) -> None:
        """Try one operation with so many requests, half of them against its description."""
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @how(HOW, max_examples=examples)
        @given(case=cases, who=st.sampled_from(sorted(self.keys)), data=st.data())
        def one(case: Any, who: str, data: st.DataObject) -> None:
            self._one(case, who, lambda there: data.draw(st.sampled_from(there)))

        one()

    def _one(self, case: Any, who: str, choose: ids.Choose) -> None:
        negated = {place for place, part in case.meta.components.items() if part.mode.is_negative}
        if ParameterLocation.PATH not in negated:
            case.path_parameters.update(ids.for_path(case.operation.path, choose))
        has_body = ParameterLocation.BODY not in negated and isinstance(case.body, dict)
        if has_body and (body := ids.for_body(case.body, choose)) != case.body:  # given anew it is judged anew
            case.body = body
        if self.keys[who]:
            case.headers["Authorization"] = f"Bearer {self.keys[who]}"
            case._has_explicit_auth = True
        self.requests += 1
        with _taken_back():
            answer = case.call()
            try:
                case.validate_response(answer)
            except (Failure, FailureGroup) as found:
                for each in getattr(found, "exceptions", (found,)):
                    self._complain(case, who, answer, each)

    def _complain(self, case: Any, who: str, answer: Any, failure: Failure) -> None:
        said = (
            f"{case.operation.label}: {failure.title}. {failure.message}",
            f"asked by {who or 'nobody'}: {case.path_parameters} {case.query} {case.media_type} {dict(case.headers)}",
            repr(case.body)[:500],
            f"answered {answer.status_code} {answer.text[:500]}",
        )
        self.complaints.setdefault((case.operation.label, failure.title), "\n  ".join(said))


@pytest.mark.slow
def test_the_api_does_what_its_description_says(firm: dict[str, str], request: pytest.FixtureRequest) -> None:
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/schema/?format=json",
        get_wsgi_application(),
        config=schemathesis.Config.from_dict(CONFIG),
        headers={"Authorization": f"Bearer {firm['admin']}"},
    )
    wanted, examples = request.config.getoption("operations"), request.config.getoption("examples")
    tried = Tried(firm)
    for result in schema.get_all_operations():
        if wanted in result.ok().label:
            tried.operation(result.ok(), examples)
    assert not tried.complaints, f"{tried.requests} requests\n\n" + "\n\n".join(tried.complaints.values())
