"""What the API makes it also gives, changes and takes away: chains of requests, with ids from the answers before."""

from collections import Counter
from contextlib import ExitStack
from itertools import count, cycle
from typing import Any

import pytest
from hypothesis import settings as how
from schemathesis.core.failures import Failure, FailureGroup

from tests.fuzz import description, ids
from tests.fuzz.firm import taken_back
from tests.fuzz.test_rest import HOW, failures

STEPS = 8


def test_what_is_made_is_there_until_it_is_gone(
    firm: dict[str, str], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    links: Any = description.load(firm["admin"]).as_state_machine()
    callers, numbers = cycle(sorted(who for who, key in firm.items() if key)), count()
    asked = Counter[str]()
    complaints: dict[tuple[str, str], str] = {}

    class Chain(links):
        """One chain of one caller, taken back at its end."""

        def setup(self) -> None:
            self.caller = next(callers)
            self.made = ExitStack()
            self.made.enter_context(taken_back())

        def teardown(self) -> None:
            self.made.close()

        def before_call(self, case: Any) -> None:
            if isinstance(case.body, dict):
                case.body = ids.for_body(case.body, lambda there: there[next(numbers) % len(there)])

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            asked[case.operation.label] += 1
            return {"headers": {"Authorization": f"Bearer {firm[self.caller]}"}}

        def validate_response(self, response: Any, case: Any, *args: Any, **kwargs: Any) -> None:
            try:
                super().validate_response(response, case, *args, **kwargs)
            except (Failure, FailureGroup) as found:
                for each in failures(found):
                    said = f"{each.title}: {each.message}\n  {self.caller}: {case.as_curl_command()}\n  {response.text}"
                    complaints.setdefault((case.operation.label, each.title), said[:2000])

    Chain.run(settings=how(HOW, max_examples=request.config.getoption("examples"), stateful_step_count=STEPS))
    with capsys.disabled():
        print(f"{asked.total()} requests of {len(asked)} operations in chains")
    assert not complaints, "\n\n".join(f"{label}: {said}" for (label, _title), said in complaints.items())
