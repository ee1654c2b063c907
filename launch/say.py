"""How the launcher talks: short plain lines, and one sentence when it can't go on."""

from collections.abc import Callable
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


def exit_code(work: Callable[[], int]) -> int:
    """What `work` returns; 1 once the sentence is said that stopped it, 130 when a person did."""
    try:
        return work()
    except Stop as reason:
        say(str(reason))
    except OSError as error:
        say(sentence(error))
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 1
