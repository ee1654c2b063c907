"""`docs/map.md` names every module at the top of an app, and nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "map.md").read_text()
APPS = ("accounts", "config", "customers", "handover", "notices", "web")
#: What every Django app has, under the name Django gives it.
USUAL = {"__init__.py", "apps.py", "context.py", "tasks.py", "urls.py"}
FOLDERS = {"actions", "api", "forms", "management", "migrations", "models", "views"}


def named() -> set[str]:
    """The files and folders that stand on the page, with braces written out."""
    found: set[str] = set()
    for words in re.findall(r"`([\w./{},]+)`", MAP):
        start, inner, end = re.fullmatch(r"([^{]*)(?:\{(.*)\})?(.*)", words).groups()  # type: ignore[union-attr]
        found |= {f"{start}{each}{end}" for each in (inner or "").split(",")}
    return {name for name in found if name.endswith((".py", ".typ", ".html", "/"))}


def test_every_module_at_the_top_of_an_app_is_named() -> None:
    names = {part for name in named() for part in Path(name).parts}
    missing = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in sorted((ROOT / app).iterdir())
        if (path.suffix == ".py" and path.name not in USUAL | names)
        or (path.is_dir() and (path / "__init__.py").exists() and path.name not in FOLDERS | names)
    ]
    assert missing == []


def test_every_name_is_there() -> None:
    files = [
        path.relative_to(ROOT)
        for app in (*APPS, "launch", "tests", "templates", "demo")
        for path in (ROOT / app).rglob("*")
    ]
    there = {f"/{path.as_posix()}{'/' if (ROOT / path).is_dir() else ''}" for path in files}
    there |= {f"/{path.name}/" for path in ROOT.iterdir() if path.is_dir()}
    assert [name for name in sorted(named()) if not any(path.endswith(f"/{name}") for path in there)] == []
