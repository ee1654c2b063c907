"""A CRM without a vendor: people, records and owners over HTTP, with the bad days of all of them."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.contracts.simulator import Call, Reply, Simulator, reply

HOST = "api.plain.example"
KEY = "plain-secret-key"
PAGE = 3


@dataclass
class Crm:
    """What is stored there. `writes` counts by record how often its owner really changed."""

    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    writes: Counter[str] = field(default_factory=Counter)
    #: What the answer says of a record in place of changing it, so many times.
    answers: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    #: What was left on which customer, in the order in which it came, and what is said of a note in place of taking it.
    notes: list[dict[str, str]] = field(default_factory=list)
    note_answers: dict[str, list[str]] = field(default_factory=dict)

    def simulator(self) -> Simulator:
        """This CRM as a server."""
        return Simulator(self.answer, HOST)

    def person(self, id_: str, name: str, email: str = "", *, active: bool = True) -> None:
        self.people[id_] = {"id": id_, "name": name, "email": email, "active": active}

    def record(self, kind: str, id_: str, owner: str, /, **texts: str) -> None:
        changed = datetime.datetime.now(datetime.UTC).isoformat()
        self.records.setdefault(kind, {})[id_] = {"id": id_, "owner": owner, "texts": texts, "changed": changed}

    def delete(self, kind: str, id_: str) -> None:
        del self.records[kind][id_]
        self.gone.setdefault(kind, []).append(id_)

    def owner(self, kind: str, id_: str) -> str:
        return str(self.records[kind][id_]["owner"])

    def answer(self, call: Call) -> Reply:
        """One call."""
        if call.headers.get("Authorization") != f"Bearer {KEY}":
            return reply({"code": "bad_key"}, 401)
        place = call.path.strip("/")
        if place == "people":
            return reply(list(self.people.values()))
        if place == "owners":
            kind = call.body["kind"]
            return reply({id_: self.owner(kind, id_) for id_ in call.body["ids"] if id_ in self.records[kind]})
        if place == "change":
            return reply([self._change(each) for each in call.body])
        if place == "progress":
            return reply([self._progress(each) for each in call.body])
        if place == "notes":
            return reply([self._note(each) for each in call.body])
        if place == "notes/of":
            return reply([note["text"] for note in self.notes if note["id"] in call.body])
        return self._page(place, call.query)

    def _page(self, kind: str, query: dict[str, str]) -> Reply:
        rows = sorted(self.records.get(kind, {}).values(), key=lambda row: row["id"])
        rows = [row for row in rows if row["changed"] >= query.get("since", "") and row["id"] > query.get("after", "")]
        gone = self.gone.get(kind, []) if not query.get("after") else []
        after = rows[PAGE - 1]["id"] if len(rows) > PAGE else None
        return reply({"rows": rows[:PAGE], "gone": gone, "after": after})

    def _change(self, asked: dict[str, str]) -> str:
        if waiting := self.answers.get(asked["id"]):
            said = waiting.pop(0)
            if said == "asked":
                self.asked[asked["id"]] = asked["wanted"]
            return said
        self._give(asked["kind"], asked["id"], asked["wanted"])
        return "done"

    def _note(self, told: dict[str, str]) -> str:
        if waiting := self.note_answers.get(told["id"]):
            return waiting.pop(0)
        self.notes.append(told)
        return "done"

    def _progress(self, asked: dict[str, str]) -> str:
        if waiting := self.answers.get(asked["id"]):
            return waiting.pop(0)
        self._give(asked["kind"], asked["id"], self.asked.pop(asked["id"]))
        return "done"

    def _give(self, kind: str, id_: str, owner: str) -> None:
        row = self.records[kind][id_]
        row["owner"], row["changed"] = owner, datetime.datetime.now(datetime.UTC).isoformat()
        self.writes[id_] += 1
