"""Keeping the checklist's template: what every departure of a kind gets beside what its records ask for."""

import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from handover.models import TemplateItem


@transaction.atomic
def save(*, template: TemplateItem, by: User, at: datetime.datetime) -> TemplateItem:
    """Write a new or changed line. Checklists that exist stay as they are; departures registered later get it."""
    verb = "template.changed" if template.pk else "template.created"
    template.save()
    details = {
        "title": template.title_en,
        "title_zh": template.title_zh,
        "section": template.section,
        "responsible": template.responsible,
        "anchor": template.anchor,
        "offset": template.offset,
        "kinds": template.kinds,
        "in_use": template.is_active,
    }
    audit.record(verb=verb, subject=template, by=by, at=at, details=details)
    return template


@transaction.atomic
def use(*, template: TemplateItem, in_use: bool, by: User, at: datetime.datetime) -> TemplateItem:
    """Take a line out of use, or back into it; what departures already got of it stays."""
    if template.is_active != in_use:
        template.is_active = in_use
        template.save(update_fields=["is_active"])
        verb = "template.activated" if in_use else "template.deactivated"
        audit.record(verb=verb, subject=template, by=by, at=at, details={"title": template.title_en})
    return template
