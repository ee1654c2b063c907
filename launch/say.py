"""How the launcher talks: short plain lines, and one sentence when it can't go on."""


class Stop(Exception):
    """A reason to end that a person can act on; its text is the one sentence they read, the exit code is 1."""


def say(line: str) -> None:
    """Print one line at once, also when standard output is a pipe."""
    print(line, flush=True)
