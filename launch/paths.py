"""Where things lie in a clone."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"


def var() -> Path:
    """The folder for data and logs (`BATON_VAR`, else `var/`), made if it is missing."""
    folder = Path(os.environ.get("BATON_VAR") or ROOT / "var")
    folder = folder if folder.is_absolute() else ROOT / folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def shown(path: Path) -> str:
    """A path as a person in the clone would type it."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)
