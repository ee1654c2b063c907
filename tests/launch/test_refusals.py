"""Whatever is in the way is said in one plain sentence, with exit code 1 and no traceback."""

import ast
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.launch.conftest import ROOT, Launcher


def refused(answer: tuple[int, str]) -> str:
    code, said = answer
    assert code == 1, said
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    assert lines[0].endswith(".")
    return lines[0]


def test_a_taken_port(launcher: Launcher) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", launcher.port))
        other.listen()
        assert refused(launcher.answer()).startswith(f"Port {launcher.port} is taken by another program")


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none(launcher: Launcher, port: str) -> None:
    assert refused(launcher.answer(PORT=port)) == f"PORT is '{port}'; it must be a number from 1 to 65535."


def test_a_database_that_does_not_answer(launcher: Launcher) -> None:
    said = refused(launcher.answer(DATABASE_URL="postgres://someone:secret@127.0.0.1:1/baton"))
    assert said.startswith("The database that DATABASE_URL names can't be reached: ")
    assert "secret" not in said


def test_a_database_of_another_kind(launcher: Launcher) -> None:
    assert "must name a PostgreSQL database" in refused(launcher.answer(DATABASE_URL="mysql://127.0.0.1/baton"))


def test_a_broker_that_does_not_answer(launcher: Launcher) -> None:
    said = refused(launcher.answer(REDIS_URL="redis://:secret@127.0.0.1:1/0"))
    assert said.startswith("The broker that REDIS_URL names can't be reached: ")
    assert "secret" not in said


def test_data_of_another_postgres(launcher: Launcher) -> None:
    (launcher.var / "postgres").mkdir(parents=True)
    (launcher.var / "postgres" / "PG_VERSION").write_text("9\n")
    code, said = launcher.answer()
    assert code == 1
    assert "was written by PostgreSQL 9 and this version of Baton brings" in said.splitlines()[-1]
    assert "Traceback" not in said


def test_production_without_its_settings(launcher: Launcher) -> None:
    code, said = launcher.answer(BATON_ENV="production", SECRET_KEY="")
    assert code == 1
    assert said.splitlines()[-1].startswith("Bringing the database up to date failed: SECRET_KEY is not set")
    assert "Traceback" not in said
    assert launcher.all_gone()


def test_a_python_without_venv(clone: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    (tmp_path / "venv.py").write_text("raise SystemExit('no ensurepip here')")
    code, said = clone("setup", PYTHONPATH=str(tmp_path))
    assert code == 1
    assert said.splitlines()[-1].startswith("This Python can't make virtual environments: install its venv module")
    assert "Traceback" not in said


def test_packages_that_can_not_be_had(clone: Callable[..., tuple[int, str]]) -> None:
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    code, said = clone("setup", **nothing)
    assert code == 1
    assert said.splitlines()[-1].startswith("The Python packages could not be installed: ERROR: ")
    assert "Traceback" not in said


def test_an_old_python_understands_the_file_that_refuses_it() -> None:
    ast.parse((ROOT / "launch" / "__main__.py").read_text(), feature_version=(3, 6))
    assert sys.version_info >= (3, 11)
