"""How the launcher talks: short plain lines, and one sentence when it can't go on."""

from contextlib import suppress


class Stop(Exception):
    """A reason to end that a person can act on; its text is the one sentence they read, the exit code is 1."""


def say(line: str) -> None:
    """Print one line at once, also into a pipe; a terminal that is gone hears nothing and stops nothing."""
    with suppress(OSError):
        print(line, flush=True)


def sentence(error: OSError) -> str:
    """What the machine refused, for a person: no right to write here, a full disk, a missing program."""
    return f"The machine refused: {error.strerror or error}{f' ({error.filename})' if error.filename else ''}."
