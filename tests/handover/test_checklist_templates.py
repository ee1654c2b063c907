"""The administrator's settings: the hub and the checklist's template."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from handover.models import Departure, TemplateItem

LINE = {
    "title_en": "Hand in the stamp",
    "title_zh": "交还印章",
    "section": "equipment",
    "responsible": "leaver",
    "anchor": "last_day_on",
    "offset": "-2",
    "kinds": ["resignation"],
    "position": "5",
    "is_active": "on",
}


def test_the_hub_leads_to_what_there_is(admin: User, manager: User, sign_in: Callable[[User], Client]) -> None:
    shown = sign_in(admin).get(reverse("settings")).content.decode()
    assert reverse("checklist_templates") in shown
    assert reverse("deliveries") in shown
    assert sign_in(manager).get(reverse("settings")).status_code == 403
    assert sign_in(manager).get(reverse("checklist_templates")).status_code == 403


def test_a_line_is_added_changed_and_taken_out_of_use(
    admin: User, departure: Departure, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(admin)
    assert client.post(reverse("checklist_template_new"), LINE).status_code == 302
    line = TemplateItem.objects.get(title_zh="交还印章")
    assert (line.kinds, line.offset) == (["resignation"], -2)
    client.post(reverse("checklist_template", args=[line.pk]), {**LINE, "offset": "0", "kinds": []})
    line.refresh_from_db()
    assert (line.kinds, line.offset) == ([], 0)
    client.post(reverse("checklist_template_use", args=[line.pk]), {"in_use": "no"})
    shown = client.get(reverse("checklist_templates")).content.decode()
    assert "Hand in the stamp" in shown
    assert "out of use" in shown
    assert "3 working days before: last working day" in shown
    verbs = AuditEntry.objects.about(line).values_list("verb", flat=True)
    assert list(verbs) == ["template.deactivated", "template.changed", "template.created"]


@pytest.mark.parametrize("wrong", [{"title_zh": ""}, {"offset": "400"}, {"kinds": ["moon"]}, {"section": "garden"}])
def test_what_is_wrong_is_said_at_its_field(admin: User, wrong: dict, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(admin).post(reverse("checklist_template_new"), LINE | wrong)
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode() or "invalid-feedback" in answer.content.decode()
    assert not TemplateItem.objects.filter(title_en="Hand in the stamp").exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"responsible": "cat"}, "template_responsible_known"),
        ({"anchor": "easter"}, "template_anchor_known"),
        ({"section": "garden"}, "template_section_known"),
    ],
)
def test_the_database_keeps_lines_whole(db: None, fields: dict, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TemplateItem.objects.update(**fields)
