"""Each test begins where a new process would: no language and no clock of a reader before it."""

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def afresh() -> None:
    """What a page was last shown in stays with the process; not with the next test."""
    translation.deactivate()
    timezone.deactivate()
