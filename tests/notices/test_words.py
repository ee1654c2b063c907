"""The words of every kind of notice are there and can be rendered."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from notices import kinds

WORDS = Path(settings.BASE_DIR) / "templates" / "notices"
KINDS = sorted(path.parent.name for path in WORDS.glob("*/subject.txt"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_subject_of_one_line_and_a_body(kind: str) -> None:
    for part in ("subject", "body"):
        source = (WORDS / kind / f"{part}.txt").read_text()
        get_template(f"notices/{kind}/{part}.txt")
        assert "{% trans" in source or "{% blocktrans" in source, "words are translated"


def test_every_kind_is_registered_and_every_registered_one_has_words() -> None:
    assert sorted(kind.name for kind in kinds.every()) == KINDS


@pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.name)
def test_a_kind_says_in_a_sentence_why_and_its_label_names_nobody(kind: kinds.Kind) -> None:
    assert str(kind.why).startswith("You get this because ")
    assert str(kind.why).endswith(".")
    assert "{" not in str(kind.label)
    assert "%" not in str(kind.label)
