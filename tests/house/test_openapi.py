"""The OpenAPI description is valid and complete: each endpoint says what it takes and gives."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular import drainage
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


def _described() -> dict[str, Any]:
    drainage.GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_description_is_valid_and_nothing_had_to_be_guessed() -> None:
    schema = _described()
    stats = drainage.GENERATOR_STATS
    complaints = [*stats._error_cache, *stats._warn_cache]
    assert not complaints, "Fix each by @extend_schema, a typed method or a queryset:\n" + "\n".join(complaints)
    validate_schema(schema)


def test_the_promised_addresses_are_described() -> None:
    paths = set(_described()["paths"])
    assert {"/api/v1/tokens/", "/api/v1/me/", "/api/v1/users/", "/api/v1/teams/", "/api/v1/users/{id}/"} <= paths


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in _described()["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                yield f"{method.upper()} {path.removeprefix('/api/v1/')}", operation


#: One of each sort; the rules are in `config/openapi_responses.py`.
STATUSES = {
    "GET me/": "200 304 400 401 406 412 429",
    "GET customers/": "200 304 400 401 403 404 406 412 422 429",
    "GET checklist-items/{id}/evidence/{file}/": "200 400 401 403 404 406 429",
    "POST tokens/": "201 400 401 406 409 413 415 422 429",
    "POST plans/{id}/approval/": "200 400 401 403 404 406 409 413 422 429",
    "PATCH users/{id}/": "200 400 401 403 404 406 409 413 415 422 429",
    "DELETE me/tokens/{id}/": "204 400 401 403 404 406 409 413 429",
}


def test_an_operation_says_each_status_it_may_answer_with() -> None:
    told = dict(_operations())
    assert {label: " ".join(told[label]["responses"]) for label in STATUSES} == STATUSES


def test_every_refusal_is_a_problem() -> None:
    components = _described()["components"]
    for label, operation in _operations():
        for status, told in operation["responses"].items():
            assert status.isdecimal(), label
            if int(status) >= 400:
                shown = components["responses"][told["$ref"].split("/")[-1]] if "$ref" in told else told
                assert list(shown["content"]) == ["application/problem+json"], (label, status)
