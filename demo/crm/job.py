"""The job: connect CRMs, read them, hand one person's book over, and compare both sides until they agree.

It knows Baton only from outside, by pages and REST, so it says of Baton what anybody would see.
"""

import datetime
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demo.crm.person import Person, Unexpected

#: How long Baton may take for one step on a busy machine, in seconds; how often it is asked.
PATIENCE, EVERY = 300, 0.5
PAGE = re.compile(r"/settings/connections/(\d+)/")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Crm:
    """A CRM to connect: the vendor's name, what to call it, and what its form asks for."""

    vendor: str
    name: str
    settings: Mapping[str, str]


@dataclass(frozen=True)
class Cast:
    """Who plays which part: people of Baton's, signed in."""

    admin: Person
    manager: Person
    approver: Person
    supervisor: Person
    leaver: Person
    successors: Sequence[Person]


@dataclass
class Job:
    """The steps, each to be taken after those before; `say` hears a sentence or two of each."""

    cast: Cast
    say: Say
    departure: int = 0
    plan: int = 0
    _ids: dict[str, int] = field(default_factory=dict)

    def connect(self, crm: Crm) -> int:
        """Fill in the connection's page; the connection's id."""
        began = time.monotonic()
        own = {"name": crm.name, "source": crm.vendor, "writes_owners": "on", "every_minutes": "5"}
        own["notes_language"] = "en"  # a CRM that takes no notes does not ask for it
        asked = {f"set_{name}": value for name, value in crm.settings.items()}
        page = self.cast.admin.press(f"/settings/connections/new/{crm.vendor}/", **own, **asked)
        found = PAGE.search(page.url)
        if not found or "The connection works" not in page.text:
            raise Unexpected(f"{crm.name} could not be connected ({page.url}).")
        self.say(f"{crm.name} is connected and answers ({_seconds(began)}).")
        return int(found[1])

    def read(self, connection: int) -> Mapping[str, int]:
        """Read what is new there; what the run counted."""
        began = time.monotonic()
        self.start(connection, "read")
        run = self.ended(connection, "in")
        counts: Mapping[str, int] = run["counts"]
        told = f"records read: {counts.get('read', 0):,}, new people: {counts.get('people', 0)}"
        told += f", rows refused: {run['refused']}, deleted there: {counts.get('gone', 0)}"
        told += f", customers nobody owns there, left in the pool: {counts.get('pool', 0)}"
        self.say(f"{self.named(connection)} has been read in {_seconds(began)}; {told}.")
        return counts

    def start(self, connection: int, deed: str) -> None:
        """Press a button of the connection's page."""
        self.cast.admin.press(f"/settings/connections/{connection}/{deed}/")

    def named(self, connection: int) -> str:
        """What a connection is called."""
        return str(self._connection(connection)["name"])

    def _connection(self, pk: int) -> dict[str, Any]:
        found: dict[str, Any] = self.cast.admin.get(f"connections/{pk}/")
        return found

    def ended(self, connection: int, what: str) -> dict[str, Any]:
        """The newest run of a kind, once it is over. Raises `Unexpected` when it stopped."""
        run: dict[str, Any] = {}

        def over() -> bool:
            rows = self._connection(connection)["runs"]
            run.update(next((row for row in rows if row["what"] == what), {}))
            return run.get("state") in ("done", "failed")

        self.wait(over, f"the run “{what}” of {self.named(connection)} to end")
        if run["state"] == "failed":
            raise Unexpected(f"{self.named(connection)} stopped: {run['problem']} {run['detail']}.")
        return run

    def register(self) -> None:
        """Register the departure, and name who supervises."""
        began, today = time.monotonic(), datetime.datetime.now(datetime.UTC)
        manager = self.cast.manager
        leaver = self.id_of(self.cast.leaver)
        day = datetime.timedelta(days=1)
        facts = {
            "leaver": leaver,
            "kind": "resignation",
            "reason": "career",
            "notice_on": today.date().isoformat(),
            "last_day_on": (today + 30 * day).date().isoformat(),
            "access_ends_at": (today + 31 * day).isoformat(),
            "effective_at": (today + 32 * day).isoformat(),
        }
        made = manager.send("post", "departures/", facts, status=201)
        self.departure, holds = made["id"], made["holdings"]
        manager.send("put", f"{self._at}supervision/", {"supervisor": self.id_of(self.cast.supervisor)})
        items = manager.all(f"{self._at}checklist/")
        held = ", ".join(f"{number:,} {kind}" for kind, number in holds.items() if number)
        self.say(f"{made['name']} leaves and has {held}; the checklist has {len(items)} items ({_seconds(began)}).")

    @property
    def _at(self) -> str:
        return f"departures/{self.departure}/"

    def id_of(self, person: Person) -> int:
        """Somebody's id."""
        if person.email not in self._ids:
            self._ids[person.email] = person.get("me/")["id"]
        return self._ids[person.email]

    def plan_it(self) -> None:
        """Have a plan proposed, and approved by somebody else."""
        began = time.monotonic()
        ids = [self.id_of(person) for person in self.cast.successors]
        asked = {"successors": ids, "strategy": "best_fit"}
        plan = self.cast.manager.send("post", f"{self._at}plans/", asked, status=201)
        self.plan = plan["id"]
        lines = self.cast.manager.all(f"plans/{self.plan}/assignments/")
        self.cast.approver.send("post", f"plans/{self.plan}/approval/")
        self.say(f"A plan for {len(lines):,} records is proposed and approved ({_seconds(began)}).")

    def work_off(self) -> None:
        """Start, tick the leaver's items, verify together, check the sample, sign off."""
        began, manager, cast = time.monotonic(), self.cast.manager, self.cast
        manager.send("post", f"{self._at}transitions/", {"verb": "begin"}, status=201)
        mine = [item for item in cast.leaver.all(f"{self._at}checklist/") if self.id_of(cast.leaver) in item["people"]]
        for item in mine:
            cast.leaver.send("patch", f"checklist-items/{item['id']}/", {"state": "done", "note": "Told in person."})
        manager.send("post", f"{self._at}transitions/", {"verb": "verify"}, status=201)
        rows = manager.all(f"{self._at}verifications/")
        takers = {self.id_of(person): person for person in cast.successors}
        for row in rows:
            cast.leaver.send("patch", f"verifications/{row['id']}/", {"verdict": "stated"})
            takers[row["successor"]].send("patch", f"verifications/{row['id']}/", {"verdict": "confirmed"})
        sampled = cast.supervisor.all(f"{self._at}sample/")
        for row in sampled:
            cast.supervisor.send("patch", f"sampled-customers/{row['id']}/", {"score": "complete"})
        if any(row["exception"] is None for row in cast.supervisor.all(f"{self._at}visits/")):
            cast.supervisor.send("post", f"{self._at}visits/", {"all": True, "reason": "Met at the fair."})
        cast.supervisor.send("post", f"{self._at}sign-off/", {"note": "Sampled."})
        done = f"{len(mine)} items are ticked, {len(rows)} customers verified by both, {len(sampled)} sampled"
        self.say(f"{done}; the supervisor has signed off ({_seconds(began)}).")

    def move(self) -> int:
        """Move now; how many records changed hands."""
        began, where = time.monotonic(), f"plans/{self.plan}/execution/"
        self.cast.manager.send("post", where, {"at": "now"}, status=202)
        self.wait(lambda: self._move()["state"] == "done", "the move to be done")
        moved, conflicts = self._move()["moved"], self._move()["conflict_count"]
        parts = ", ".join(f"{number:,} {kind}" for kind, number in moved.items() if number)
        self.say(f"Moved in Baton: {parts}; {conflicts} conflicts ({_seconds(began)}).")
        return sum(moved.values())

    def undo(self) -> None:
        """Give everything back."""
        began = time.monotonic()
        self.cast.manager.send("delete", f"plans/{self.plan}/execution/", status=202)
        self.wait(lambda: self._move()["state"] == "undone", "the move to be undone")
        self.say(f"The move is undone ({_seconds(began)}).")

    def _move(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cast.manager.get(f"plans/{self.plan}/execution/")
        return found

    def write_out(self, connection: int) -> None:
        """Wait until every owner that changed here is settled there."""
        began = time.monotonic()
        self.wait(lambda: not self._under_way(connection), f"{self.named(connection)} to take all owners")
        self.say(f"{self.named(connection)} has taken the new owners ({_seconds(began)}).")

    def _under_way(self, connection: int) -> int:
        states = self._connection(connection)["states"]
        return int(states.get("waiting", 0)) + int(states.get("asked", 0))

    def notes(self, connection: int) -> int:
        """Wait until every customer handed over has its note there; how many are written."""
        began = time.monotonic()
        if not self._connection(connection)["notes_language"]:
            self.say(f"{self.named(connection)} takes no notes.")
            return 0
        self.wait(lambda: not self._to_note(connection), f"{self.named(connection)} to take all notes")
        states = self._connection(connection)["notes"]
        written, not_written = states.get("written", 0), states.get("failed", 0) + states.get("unclear", 0)
        words = f"has a note on each of {written:,} customers, with the way to its briefing; {not_written} went wrong"
        self.say(f"{self.named(connection)} {words} ({_seconds(began)}).")
        return int(written)

    def _to_note(self, connection: int) -> int:
        states = self._connection(connection)["notes"]
        return int(states.get("waiting", 0)) + int(states.get("asked", 0))

    def compare(self, connection: int) -> bool:
        """Read every owner there anew; whether both sides agree on all of them."""
        began = time.monotonic()
        self.start(connection, "compare")
        self.ended(connection, "check")
        now = self._connection(connection)
        agree, compared = now["agree"], now["compared"]
        percent = 100 * agree // compared if compared else 100
        words = f"agree on the owners of {agree:,} of {compared:,} records ({percent} %)"
        self.say(f"{now['name']} and Baton {words} ({_seconds(began)}).")
        return bool(agree == compared)

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Wait for a condition. Raises `Unexpected` when it does not come."""
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise Unexpected(f"Waited {PATIENCE} seconds in vain for {what}.")
            time.sleep(EVERY)


def _seconds(began: float) -> str:
    return f"{time.monotonic() - began:.1f} s"
