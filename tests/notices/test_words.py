"""The words of every kind of notice are there and can be rendered."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

WORDS = Path(settings.BASE_DIR) / "templates" / "notices"
KINDS = sorted(folder.name for folder in WORDS.iterdir() if folder.is_dir())


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_subject_of_one_line_and_a_body(kind: str) -> None:
    for part in ("subject", "body"):
        source = (WORDS / kind / f"{part}.txt").read_text()
        get_template(f"notices/{kind}/{part}.txt")
        assert "{% trans" in source or "{% blocktrans" in source, "words are translated"
