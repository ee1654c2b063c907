"""The checklist: templates an administrator keeps, and the items of one departure."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.kinds import RecordKind
from handover.models.taken_out import Removable, StandingManager

if TYPE_CHECKING:
    from handover.models.departure import Departure


class Relation(models.TextChoices):
    """Who answers for an item, by relation to the departure."""

    LEAVER = "leaver", _("leaver")
    SUCCESSOR = "successor", _("successor")
    SUPERVISOR = "supervisor", _("supervisor")
    HR = "hr", _("HR")


class Anchor(models.TextChoices):
    """The date of the departure a due date is counted from."""

    NOTICE = "notice_on", _("notice given")
    LAST_DAY = "last_day_on", _("last working day")
    ACCESS = "access_ends_at", _("access ends")
    EFFECTIVE = "effective_at", _("ownership changes")


class Section(models.TextChoices):
    """The part of the checklist an item stands in."""

    CUSTOMERS = "customers", _("Customers")
    DEALS = "deals", _("Open deals")
    CONTRACTS = "contracts", _("Contracts")
    TASKS = "tasks", _("Unfinished tasks")
    MEETINGS = "meetings", _("Face-to-face handover")
    EQUIPMENT = "equipment", _("Equipment")
    ACCESS = "access", _("Accounts and access")
    DOCUMENTS = "documents", _("Documents")


#: The sections whose items are about records of the book, which not every reader of a departure may see.
RECORD_SECTIONS = (Section.CUSTOMERS, Section.DEALS, Section.CONTRACTS, Section.TASKS)


class TemplateItemQuerySet(models.QuerySet["TemplateItem"]):
    """Template items by the departures they are for."""

    def for_departure(self, departure: "Departure") -> "TemplateItemQuerySet":
        """Those in use that a departure of this kind gets."""
        rows = self.filter(Q(kinds=[]) | Q(kinds__contains=departure.kind), is_active=True)
        return rows.filter(needs_leaver=False) if departure.already_gone else rows


class TemplateItem(models.Model):
    """One line of the checklist every departure of the named kinds gets. `kinds` empty means every kind."""

    kinds = models.JSONField(_("kinds of departure"), default=list, blank=True)
    section = models.CharField(_("section"), max_length=10, choices=Section.choices)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    hint_en = models.CharField(_("hint in English"), max_length=300, blank=True)
    hint_zh = models.CharField(_("hint in Chinese"), max_length=300, blank=True)
    responsible = models.CharField(_("responsible"), max_length=10, choices=Relation.choices)
    anchor = models.CharField(_("counted from"), max_length=15, choices=Anchor.choices, default=Anchor.LAST_DAY)
    offset = models.SmallIntegerField(
        _("working days"), default=0, help_text=_("Negative: before that date; positive: after it.")
    )
    needs_leaver = models.BooleanField(
        _("only while the leaver is here"),
        default=False,
        help_text=_("Left out when the person is already gone as the departure is registered."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TemplateItemQuerySet.as_manager()

    class Meta:
        ordering = ["section", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(responsible__in=Relation.values), name="template_responsible_known"),
            models.CheckConstraint(condition=Q(anchor__in=Anchor.values), name="template_anchor_known"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="template_section_known"),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def kind_labels(self) -> list[str]:
        """The kinds of departure it is for, in words; empty for every kind."""
        from handover.models.departure import DepartureKind

        return [str(DepartureKind(kind).label) for kind in self.kinds]

    @property
    def when(self) -> str:
        """When it is due, in words: "3 working days before: last working day"."""
        words = {"count": abs(self.offset), "date": self.get_anchor_display()}
        if not self.offset:
            return str(_("on the day: %(date)s")) % words
        if self.offset < 0:
            found = ngettext(
                "%(count)s working day before: %(date)s", "%(count)s working days before: %(date)s", -self.offset
            )
        else:
            found = ngettext(
                "%(count)s working day after: %(date)s", "%(count)s working days after: %(date)s", self.offset
            )
        return found % words


class ItemState(models.TextChoices):
    """Whether an item is done."""

    OPEN = "open", _("to do")
    DONE = "done", _("done")
    WAIVED = "waived", _("not needed")


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    """Items by what is left of them."""

    def open(self) -> "ChecklistItemQuerySet":
        """Still to do."""
        return self.filter(state=ItemState.OPEN)


class ChecklistItem(models.Model):
    """One thing to be done for a departure: from a template, or from records the leaver really holds.

    `params["rule"]` says how it came about and the rest fill its title (`handover/wording/checklist.py`); a template's
    item copies both titles there, so that a later change of the template leaves running departures alone.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="items", db_index=False)
    key = models.CharField(max_length=80)
    section = models.CharField(_("section"), max_length=10, choices=Section.choices)
    params = models.JSONField(default=dict, blank=True)
    responsible = models.CharField(_("responsible"), max_length=10, choices=Relation.choices)
    anchor = models.CharField(max_length=15, choices=Anchor.choices)
    offset = models.SmallIntegerField()
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=6, choices=ItemState.choices, default=ItemState.OPEN)
    note = models.TextField(_("note"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("done"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text=_("Sections follow one another by thousands."))

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "key"], name="checklist_item_once"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="checklist_item_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="checklist_item_settled_whole",
            ),
            models.CheckConstraint(condition=~Q(state="waived") | ~Q(note=""), name="checklist_item_waived_in_words"),
            models.CheckConstraint(condition=Q(responsible__in=Relation.values), name="item_responsible_known"),
            models.CheckConstraint(condition=Q(anchor__in=Anchor.values), name="item_anchor_known"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="item_section_known"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="checklist_item_due")]

    def __str__(self) -> str:
        return self.key


class ItemRecord(models.Model):
    """A record an item is about. In one departure a record stands in one item only."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="records")
    kind = models.PositiveSmallIntegerField(choices=RecordKind.choices)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["departure", "kind", "record_id"], name="item_record_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"


def file_name(evidence: "Evidence", name: str) -> str:
    """A name nobody can guess and no uploader chose; what they called it is in `Evidence.name`."""
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(Removable):
    """A file that shows an item is done. Always served as a download, never inline."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to=file_name)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100, default="application/octet-stream")
    size = models.PositiveIntegerField(_("size in bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = StandingManager()
    rows = models.Manager["Evidence"]()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
