"""`make run`: bring everything up in order and say so, stay until Ctrl-C or until something ends, take it down."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from launch import demo, product, services, settings
from launch.lock import the_only_one, told
from launch.paths import BIN, ROOT, shown, var
from launch.processes import Child, die_with_parent, wait_until
from launch.say import Stop, exit_code, say

WORKERS_FINISH_WITHIN = 35
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEEP_LOG_BYTES = 10 * 1024 * 1024


class Halt(BaseException):
    """Somebody asked the launcher to end."""


class Occasion:
    """What the product is started for; this is `make run`."""

    def clear(self) -> None:
        """Remove what shall not be there when it starts."""

    @contextmanager
    def around(self) -> Iterator[Mapping[str, str]]:
        """Start what shall run beside it, and end it afterwards; what the product has to know of it."""
        yield {}

    def fill(self, env: Mapping[str, str], *, embedded: bool) -> None:
        """Fill a new database."""
        if embedded and settings.baton_env() == "development":
            demo.fill_if_new(env)

    def ready(self, env: Mapping[str, str]) -> int | None:
        """Say how to use it; an exit code when that was all."""
        say("")
        say(f"Baton is ready: {env['BASE_URL']}/")
        demo.say_sign_ins(env["DATABASE_URL"])
        return None


def main(occasion: Occasion | None = None) -> int:
    """Run the product; the exit code."""
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)
    for each in ENDING:
        signal.signal(each, _halt)
    try:
        return _run(occasion or Occasion())
    except Halt:
        say("Stopped.")
    return 0


def _halt(_number: int, _frame: FrameType | None) -> None:
    """Interrupt once; while things are being taken down further signals change nothing."""
    for each in ENDING:
        signal.signal(each, _nothing_more)
    raise Halt


def _nothing_more(_number: int, _frame: FrameType | None) -> None:
    """Take a signal and go on. Not SIG_IGN, which Python complains of when a second signal is already on its way."""


def _run(occasion: Occasion) -> int:
    settings.load()
    port = settings.port()
    with the_only_one("start it again"):
        _refuse_taken_port(port)
        occasion.clear()
        embedded = "DATABASE_URL" not in os.environ
        with services.started() as addresses, told(addresses), occasion.around() as more:
            env = product.environment(addresses, port=port) | dict(more)
            _prepare(env)
            occasion.fill(env, embedded=embedded)
            with _children(env, port) as children:
                _refuse_ended(children)
                code = occasion.ready(env)
                if code is None:
                    say(f"Logs are in {shown(var() / 'log')}/. Ctrl-C stops everything.")
                    _watch(children)
                return code or 0


def _prepare(env: Mapping[str, str]) -> None:
    say("Bringing the database up to date …")
    product.manage("migrate", "--no-input", env=env, doing="Bringing the database up to date")
    if settings.baton_env() == "production":
        say("Collecting the static files …")
        product.manage("collectstatic", "--no-input", env=env, doing="Collecting the static files")


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(f"Port {port} needs root; choose one above 1023, for example `make run PORT=8000`.") from None
        except OSError:
            raise Stop(
                f"Port {port} is taken by another program; end it or choose another port, "
                f"for example `make run PORT={port + 1 if port < 65535 else 8000}`."
            ) from None


def commands(port: int) -> list[tuple[str, str, list[str]]]:
    """What runs: its name, its log file, its command."""
    web = ["gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    beat = ["celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile", "", "-s", str(var() / "beat")]
    return [
        ("web server", "web.log", [*web, "--graceful-timeout", "5", "--no-control-socket"]),
        ("worker", "worker.log", _worker("short")),
        ("scheduler", "beat.log", beat),
        ("worker for long work", "worker-long.log", _worker("long")),
    ]


def _worker(queue: str) -> list[str]:
    of = ["--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", "2"]
    return ["celery", "-A", "config", "worker", *of, "--loglevel", "INFO", "--without-gossip", "--without-mingle"]


@contextmanager
def _children(env: Mapping[str, str], port: int) -> Iterator[list[Child]]:
    """Web server, workers and scheduler, answering; all asked to end together at the end."""
    logs = var() / "log"
    logs.mkdir(exist_ok=True)
    say("Starting the web server, two workers and the scheduler …")
    children: list[Child] = []
    env = {**env, "CELERY_SKIP_CHECKS": "1"}  # bringing the database up to date has asked Django's checks just now
    try:
        for name, log_name, (program, *arguments) in commands(port):
            log = logs / log_name
            if log.exists() and log.stat().st_size > KEEP_LOG_BYTES:
                log.rename(log.with_suffix(".old.log"))
            # without its broker, which dies as well, a worker would wait for it instead of ending
            dies_by = signal.SIGKILL if "worker" in arguments else None
            children.append(Child(name, [BIN / program, *arguments], log=log, env=env, cwd=ROOT, dies_by=dies_by))
        if not wait_until(lambda: _answers(port) or any(child.ended for child in children), seconds=120):
            raise Stop(
                f"The web server did not answer within two minutes; what it said is in {shown(logs / 'web.log')}."
            )
        yield children
    finally:
        say("Stopping …")
        for child in children:
            child.ask()
        for child in children:
            child.stop(patience=WORKERS_FINISH_WITHIN)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(children: list[Child]) -> None:
    """Stay until a child ends."""
    while True:
        _refuse_ended(children)
        time.sleep(0.3)


def _refuse_ended(children: list[Child]) -> None:
    """Say which child ended by itself, and how."""
    for child in children:
        if child.ended:
            code = child.process.returncode
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
            raise Stop(
                f"The {child.name} ended by itself ({how}), so the rest was stopped too; "
                f"its last words were: {child.last_words().rstrip('.')} (all of it: {shown(child.log)})."
            )


if __name__ == "__main__":
    raise SystemExit(exit_code(main))
