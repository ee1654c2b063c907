"""The checklist: templates an administrator keeps, and the items of one departure."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind


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
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["section", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(responsible__in=Relation.values), name="template_responsible_known"),
            models.CheckConstraint(condition=Q(anchor__in=Anchor.values), name="template_anchor_known"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="template_section_known"),
        ]

    def __str__(self) -> str:
        return self.title_en


class ItemState(models.TextChoices):
    """Whether an item is done."""

    OPEN = "open", _("to do")
    DONE = "done", _("done")
    WAIVED = "waived", _("not needed")


class ChecklistItem(models.Model):
    """One thing to be done for a departure: from a template, or from records the leaver really holds.

    `params` fill the title of a generated item (`handover/wording.py`); a template's item copies both titles there.
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
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["section", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "key"], name="checklist_item_once"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="checklist_item_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="checklist_item_settled_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="checklist_item_due")]

    def __str__(self) -> str:
        return self.key


class ItemRecord(models.Model):
    """A record an item is about."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="records", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=RecordKind.choices)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "kind", "record_id"], name="item_record_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"


class Evidence(models.Model):
    """A file that shows an item is done. Always served as a download, never inline."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
