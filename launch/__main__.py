"""`python3 -m launch COMMAND`: what the Makefile calls. Until the version is checked this file stays old Python."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - told in a sentence, not as a syntax error
    sys.stdout.write(
        "Baton needs Python 3.11 or newer and this is {}.{}: name a newer one, for example "
        "`make run PYTHON=python3.12`.\n".format(*sys.version_info[:2])
    )
    raise SystemExit(1)

from launch.commands import main

raise SystemExit(main(sys.argv[1:]))
