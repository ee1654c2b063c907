"""Who PostgreSQL runs as: itself refuses root, so under root it becomes `nobody`.

Where `nobody` may not enter the clone (a folder under /root, a umask of 077), it keeps one capability, to read past
file modes, rather than that the launcher opens folders of the machine to everybody.
"""

import ctypes
import os
import pwd
from collections.abc import Callable, Iterable
from pathlib import Path

from launch.say import Stop

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP = 28, 4
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION = 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)


def other_user() -> pwd.struct_passwd | None:
    """The user PostgreSQL has to become, or None when the launcher is not root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def change_to(user: pwd.struct_passwd, reads: Iterable[Path]) -> Callable[[], None]:
    """What a child calls before it starts its program, to become `user` and still reach every path in `reads`."""
    capability = None
    if not all(_open_to_all(path) for path in reads):
        capability = _held(CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE)
        if capability is None:
            raise Stop(
                f"PostgreSQL does not run as root, and the user {user.pw_name} may not enter this folder: "
                "move the clone to where everybody may read, or run as an ordinary user."
            )

    def change() -> None:
        if capability is not None:
            # Capabilities outlive the change of user, and access(2), which initdb asks, honours them.
            _libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        if capability is not None:
            _keep_only(capability)

    return change


def _open_to_all(path: Path) -> bool:
    """Whether everybody may read this path and enter each folder above it."""
    wanted = 0o5 if path.is_dir() else 0o4
    return path.stat().st_mode & wanted == wanted and all(up.stat().st_mode & 0o1 for up in path.parents)


def _held(*capabilities: int) -> int | None:
    """The first of these capabilities that this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    permitted = next((int(line.split()[1], 16) for line in lines if line.startswith("CapPrm:")), 0)
    return next((each for each in capabilities if permitted >> each & 1), None)


def _keep_only(capability: int) -> None:
    """Drop every capability but this one, and keep it across exec."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    bit = 1 << capability
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _libc.capset(ctypes.byref(header), ctypes.byref(data))
    _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
