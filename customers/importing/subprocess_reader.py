"""XLS and ODS files, read by a process of their own (`subprocess_main.py`) that may not take more than its share."""

import csv
import io
import shutil
import subprocess  # runs this Python with a module of ours, nothing named by a file
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO

from django.conf import settings

from customers.importing import subprocess_main
from customers.importing.problems import refuse_file

#: What can lie in 65,536 rows is smaller; what is larger, is no list of customers.
MAX_BYTES = 100 * 1024 * 1024


def sheets(file: IO[bytes], name: str) -> list[str]:
    """The names of the sheets that hold anything. Raises `Refused` when the file is damaged or locked."""
    return [cells[0] for cells in _output(file, name, "")]


def rows(file: IO[bytes], name: str, sheet: str) -> Iterator[list[str]]:
    """The rows of that sheet, every cell as text."""
    return _output(file, name, sheet)


def _output(file: IO[bytes], name: str, sheet: str) -> Iterator[list[str]]:
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise refuse_file("sheet_too_big", file=name)
    file.seek(0)
    with tempfile.TemporaryFile() as given:
        shutil.copyfileobj(file, given)
        given.seek(0)
        command = [sys.executable, "-m", subprocess_main.__name__, *([sheet] if sheet else [])]
        process = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=settings.BASE_DIR
        )
        with closing(io.TextIOWrapper(process.stdout or io.BytesIO(), encoding="utf-8", newline="")) as text:
            try:
                yield from csv.reader(text)
                code = process.wait()
            except csv.Error:
                code = subprocess_main.BROKEN
            finally:
                process.kill()
                process.wait()
    if code:
        known = {subprocess_main.LOCKED: "locked", subprocess_main.LARGE: "sheet_too_big"}
        raise refuse_file(known.get(code, "broken"), file=name)
