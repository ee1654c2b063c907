"""Every verb recorded about a departure has a sentence."""

import re

from django.conf import settings

from handover.lifecycle import Verb
from handover.wording.timeline import SENTENCES

VERB = re.compile(r'verb="([a-z_]+\.[a-z_]+)",\s+subject=(?:\w+\.)*departure\b(?!\.)')


def test_every_recorded_verb_has_a_sentence() -> None:
    source = "\n".join(path.read_text() for path in (settings.BASE_DIR / "handover" / "actions").glob("*.py"))
    recorded = set(VERB.findall(source)) | {f"departure.{verb}" for verb in Verb if verb != Verb.REGISTER}
    assert recorded - set(SENTENCES) == set()
