"""Items of a checklist in the making: which are new, and which record goes where."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from handover.checklist.duedates import due_on
from handover.checklist.grouping import RULES, Group, Record, Rule
from handover.models import Anchor, ChecklistItem, Departure, ItemRecord, ItemState, Relation, Section, TemplateItem

SECTION_RANKS: dict[str, int] = {section.value: rank for rank, section in enumerate(Section)}
A_SECTION = 1000
A_RULE = 50


class Draft:
    """What is to be added to the checklist of one departure. Nothing is written before `save`."""

    def __init__(self, departure: Departure, items: Iterable[ChecklistItem]) -> None:
        self.departure = departure
        self.keys: set[str] = set()
        self.of_rule: dict[str, list[ChecklistItem]] = defaultdict(list)
        for item in items:
            self.keys.add(item.key)
            self.of_rule[item.params.get("rule", "")].append(item)
        held = ItemRecord.objects.filter(departure=departure).values_list("item_id", flat=True)
        self.held: Counter[int] = Counter(held.iterator())
        self.new: list[ChecklistItem] = []
        self.grown: set[ChecklistItem] = set()
        self.placed: list[tuple[ChecklistItem, Rule, Record]] = []

    def add_template(self, template: TemplateItem) -> None:
        """The item of one template line, unless it is there."""
        words = {name: getattr(template, name) for name in ("title_en", "title_zh", "hint_en", "hint_zh")}
        self._add(
            key=f"template:{template.pk}",
            section=template.section,
            params={"rule": "template", **words},
            responsible=template.responsible,
            anchor=template.anchor,
            offset=template.offset,
            position=SECTION_RANKS[template.section] * A_SECTION + min(template.position, A_SECTION - 1),
        )

    def add(self, group: Group) -> None:
        """Items for the records of a group: open items with room first, then new ones."""
        rule, size = group.rule, group.rule.batch_size(len(group.records))
        if rule.size > 1:
            self._fill(group, size)
        for batch in group.batches(size if rule.size > 1 else 1):
            number = len(self.of_rule[rule.name])
            key = f"{rule.name}:{batch[0].pk}" if rule.size == 1 else f"{rule.name}:{number + 1}"
            item = self._add_records_item(rule, key, batch, number)
            self.placed += [(item, rule, record) for record in batch]

    def save(self) -> None:
        """Write the new items, the grown ones and where each record is."""
        ChecklistItem.objects.bulk_create(self.new)
        ChecklistItem.objects.bulk_update(self.grown, ["params"])
        ItemRecord.objects.bulk_create(
            (
                ItemRecord(departure=self.departure, item=item, kind=rule.kind, record_id=record.pk)
                for item, rule, record in self.placed
            ),
            batch_size=5000,
        )

    def _fill(self, group: Group, size: int) -> None:
        for item in self.of_rule[group.rule.name]:
            room = size - self.held[item.pk] if item.state == ItemState.OPEN else 0
            joining, group.records = group.records[: max(room, 0)], group.records[max(room, 0) :]
            if joining:
                labels = [item.params["first"], item.params["last"], *(record.label for record in joining)]
                item.params |= {"first": min(labels, key=str.casefold), "last": max(labels, key=str.casefold)}
                if any(record.territory != item.params.get("territory") for record in joining):
                    item.params.pop("territory", None)
                self.grown.add(item)
                self.placed += [(item, group.rule, record) for record in joining]

    def _add_records_item(self, rule: Rule, key: str, batch: list[Record], number: int) -> ChecklistItem:
        rank = [other.name for other in RULES.values() if other.section == rule.section].index(rule.name)
        return self._add(
            key=key,
            section=rule.section,
            params={"rule": rule.name, **_names(batch)},
            responsible=Relation.LEAVER,
            anchor=Anchor.EFFECTIVE if self.departure.already_gone else Anchor.LAST_DAY,
            offset=rule.offset,
            position=SECTION_RANKS[rule.section] * A_SECTION + rank * A_RULE + min(number, A_RULE - 1),
        )

    def _add(self, *, key: str, anchor: str, offset: int, **fields: Any) -> ChecklistItem:
        due = due_on(self.departure, anchor, offset)
        item = ChecklistItem(departure=self.departure, key=key, anchor=anchor, offset=offset, due_on=due, **fields)
        if key not in self.keys:
            self.keys.add(key)
            self.of_rule[item.params["rule"]].append(item)
            self.new.append(item)
        return item


def _names(batch: list[Record]) -> dict[str, str]:
    """What the title of an item says about its records: the first and the last name, and the territory they share."""
    labels = [record.label for record in batch]
    territories = {record.territory for record in batch}
    names = {"first": min(labels, key=str.casefold), "last": max(labels, key=str.casefold)}
    if len(batch) == 1:
        names["name"] = labels[0]
    return names | ({"territory": territories.pop()} if len(territories) == 1 and any(territories) else {})
