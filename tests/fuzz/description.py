"""The API's description as it is tried: answers hold what it names and nothing else."""

from pathlib import Path
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.specs.openapi.schemas import OpenApiSchema
from werkzeug.test import Client

#: What is allowed for is said there, for others who try the API too.
CONFIG = Path(__file__).resolve().parent.parent.parent / "schemathesis.toml"


def load(token: str) -> OpenApiSchema:
    """The description that a caller is told, with answers closed to members it does not name."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    inner = get_wsgi_application()

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        """As a server calls it, which knows who is at the other end."""
        return inner(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)

    told: Any = Client(app).get("/api/v1/schema/", headers=headers).get_json(force=True)
    for name, schema in told["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Request"):
            schema["additionalProperties"] = False
    config = schemathesis.Config.from_path(CONFIG)
    config.projects.default.generation.with_security_parameters = False  # each caller has a token or none
    loaded = schemathesis.openapi.from_dict(told, config=config)
    loaded.app = app
    return loaded


def operations(schema: OpenApiSchema, wanted: str) -> list[Any]:
    """Those whose label has one of the parts of `wanted` in it, which commas separate."""
    results: list[Any] = list(schema.get_all_operations())
    found = [each.ok() for each in results]
    return [each for each in found if any(part in each.label for part in wanted.split(","))]
