"""The OpenAPI description is valid and complete: each endpoint says what it takes and gives."""

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


def test_every_operation_may_be_refused_as_a_problem() -> None:
    for path, operations in _described()["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert "application/problem+json" in operation["responses"]["default"]["content"], (method, path)
