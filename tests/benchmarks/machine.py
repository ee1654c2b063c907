"""On what a measurement was made."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from django.db import connection


def sentence() -> str:
    """Processor, cores, memory and the versions that matter, as one line."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgresql,) = cursor.fetchone()
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{_processor()}, {cores} cores, {gigabytes:.0f} GB; Linux {platform.release().split('-')[0]}, "
        f"PostgreSQL {postgresql.split()[0]}, Python {platform.python_version()}, Django {version('django')}, "
        f"psycopg2 {version('psycopg2-binary')}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
