"""Imports keep their files in a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def upload_of() -> Callable[..., SimpleUploadedFile]:
    """A file as a browser or a program sends it."""
    return lambda content, name="customers.csv": SimpleUploadedFile(
        name, content if isinstance(content, bytes) else content.encode()
    )
