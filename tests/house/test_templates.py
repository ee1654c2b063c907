"""What templates must not do."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"


def test_no_key_is_written_like_an_amount() -> None:
    """Numbers are localised, so the key 1234 would stand as 1,234 in a form or an address: `|stringformat:"d"`."""
    key = re.compile(r"\{\{ *(?:[\w.]+\.)?(?:pk|id|record_id|owner_id) *\}\}")
    found = [
        f"{path.relative_to(TEMPLATES)}: {written}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for written in key.findall(path.read_text())
        if written != "{{ id }}"
    ]
    assert found == []


def test_no_limit_is_written_like_an_amount() -> None:
    """A browser reads `maxlength="2,000"` as two characters and cuts off what is typed after them."""
    limit = re.compile(r'(?:maxlength|minlength|min|max|step|rows|cols|colspan)="\{\{ *([^}|]+?) *\}\}"')
    found = [
        f"{path.relative_to(TEMPLATES)}: {written}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for written in limit.findall(path.read_text())
        if written != "rows"
    ]
    assert found == []
