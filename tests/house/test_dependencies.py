"""What Baton stands on is pinned, explained, and names no place it came from."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]


def requirements(name: str) -> list[str]:
    lines = (line.strip() for line in (ROOT / name).read_text().splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned(name: str) -> None:
    assert [line for line in requirements(name) if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_explained(name: str) -> None:
    explained = (ROOT / "docs" / "dependencies.md").read_text().lower()
    assert [line for line in requirements(name) if line.split("==")[0].lower() not in explained] == []


def test_every_browser_asset_is_explained_and_locked() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    assert [each for each in asked["dependencies"] | asked["devDependencies"] if f"| {each} |" not in explained] == []
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [each for each, what in locked.items() if each and "integrity" not in what] == []
    assert [each for each, what in locked.items() if "resolved" in what] == []


def test_every_setting_is_in_the_example() -> None:
    settings = "".join(module.read_text() for module in (ROOT / "config" / "settings").glob("*.py"))
    read = set(re.findall(r"(?:env\.\w+|needed)\(\s*[\"']([A-Z_]+)[\"']", settings))
    described = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - described == set()


def test_the_compose_file_watches_every_service_that_stays() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert {"db", "redis", "web", "worker", "beat"} <= set(services)
    image_watches_itself = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
    assert image_watches_itself
    assert [name for name in ("db", "redis", "worker", "beat") if "test" not in services[name]["healthcheck"]] == []
