"""The guided form about one customer: it asks only what the records lack."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from customers.models import Contact, ContactRole
from handover.actions.briefings import Answers, Named, Promised
from handover.briefings.told import Gap, Told
from handover.forms.checklist import ACCEPTED
from web.forms import DayInput

#: What may be said on two devices at once: nothing of it is overwritten unseen.
SAID = ("never_do", "next_step", "next_step_on", "background")
#: Who is asked for by which gap.
ROLES = {Gap.DECIDES: ContactRole.DECIDES, Gap.USES: ContactRole.USES}


def _plain(value: Any) -> str:
    """What a field holds, as one text, however it was sent."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "\n".join(str(value or "").strip().splitlines())


def _words(rows: int, hint: Any = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint} if hint else {"rows": rows})


class AnswersForm(forms.Form):
    """What stands in no record: promises, warnings, the next step, and whatever else comes to mind."""

    promise_what = forms.CharField(
        label=_("What was promised"),
        required=False,
        max_length=2000,
        widget=_words(2, _("a rebate on the December order")),
    )
    promise_contact = forms.ModelChoiceField(
        label=_("To whom"), required=False, queryset=Contact.objects.none(), empty_label=_("Somebody else")
    )
    promise_to = forms.CharField(label=_("Name of somebody else"), required=False, max_length=120)
    promise_until = forms.DateField(label=_("Until when"), required=False, widget=DayInput())
    promise_in_contract = forms.BooleanField(label=_("It stands in a contract"), required=False)
    promise_file = forms.FileField(
        label=_("Photo or file that shows it"),
        required=False,
        allow_empty_file=True,
        help_text=_("At most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    nothing_promised = forms.BooleanField(label=_("Nothing was promised beyond the contracts"), required=False)
    next_step = forms.CharField(label=_("Best next step"), required=False, max_length=300, widget=forms.TextInput)
    next_step_on = forms.DateField(label=_("By when"), required=False, widget=DayInput())
    never_do = forms.CharField(label=_("What never to do"), required=False, max_length=5000, widget=_words(2))
    background = forms.CharField(label=_("What else to know"), required=False, max_length=20_000, widget=_words(4))


class BriefingForm(AnswersForm):
    """The form for one customer, with the people who are missing, filled with what was told already."""

    def __init__(self, *args: Any, known: Told, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        briefing, customer = known.briefing, known.customer
        step = briefing if briefing and briefing.next_step else customer
        initial = {
            "next_step": step.next_step,
            "next_step_on": step.next_step_on if step.next_step else None,
            "never_do": briefing.never_do if briefing else "",
            "background": briefing.background if briefing else "",
            "nothing_promised": bool(briefing and briefing.nothing_promised),
        }
        super().__init__(*args, **kwargs)
        self.initial.update(initial)
        self.known = known
        self.step_is_known = bool(customer.next_step) and not (briefing and briefing.next_step)
        self.asked = [gap for gap in ROLES if gap in known.gaps]
        to_whom: Any = self.fields["promise_contact"]
        to_whom.queryset = contacts
        for gap in self.asked:
            self._ask_for_person(gap, contacts)
        if known.promises:
            del self.fields["nothing_promised"]
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea) or name == "next_step":
                field.widget.attrs["autocapitalize"] = "sentences"

    def _ask_for_person(self, gap: Gap, contacts: QuerySet[Contact]) -> None:
        if self.known.contacts:
            self.fields[f"{gap}_contact"] = forms.ModelChoiceField(
                label=_("Person"), required=False, queryset=contacts, empty_label=_("Choose a person")
            )
        self.fields[f"{gap}_name"] = forms.CharField(label=_("Name"), required=False, max_length=120)
        self.fields[f"{gap}_title"] = forms.CharField(label=_("Job title"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        """A promise needs words and somebody; a person by a title only has no name."""
        data = super().clean() or {}
        beside = ("promise_to", "promise_contact", "promise_until", "promise_in_contract", "promise_file")
        if not data.get("promise_what") and any(data.get(name) for name in beside):
            self.add_error("promise_what", _("Say what was promised."))
        if data.get("promise_what") and not (data.get("promise_to") or data.get("promise_contact")):
            self.add_error("promise_to", _("Say to whom."))
        if data.get("promise_what") and data.get("nothing_promised"):
            data["nothing_promised"] = False
        for gap in self.asked:
            chosen = data.get(f"{gap}_name") or data.get(f"{gap}_contact")
            if data.get(f"{gap}_title") and not chosen:
                self.add_error(f"{gap}_name", _("Write the name, too."))
        if data.get("next_step_on") and not data.get("next_step"):
            self.add_error("next_step", _("Say what the next step is, not only when."))
        for name in SAID:
            self._keep_both(name, data)
        return data

    def _keep_both(self, name: str, data: dict[str, Any]) -> None:
        """What was not touched here stays as it was saved elsewhere meanwhile; of what was, both texts are shown."""
        if f"seen-{name}" not in self.data or name not in data:
            return
        seen, saved, sent = (_plain(one) for one in (self.data[f"seen-{name}"], self.initial[name], data[name]))
        if saved == seen:
            return
        if sent == seen:
            data[name] = self.initial[name]
        elif saved not in sent:
            words = _("Saved elsewhere meanwhile: “%(text)s” Put both together, then save again.")
            self.add_error(name, forms.ValidationError(words, params={"text": saved}))

    @property
    def seen(self) -> list[tuple[str, str]]:
        """What the page shows as saved, by field: sent along, it tells what was typed from what was only shown."""
        return [(name, _plain(self.initial[name])) for name in SAID]

    @property
    def answers(self) -> Answers:
        """What was said, as the action takes it."""
        said = {name: self.cleaned_data[name] for name in SAID}
        return Answers(**said, nothing_promised=self.cleaned_data.get("nothing_promised", False))

    @property
    def people(self) -> list[Named]:
        """The people who were named."""
        data = self.cleaned_data
        named = [
            Named(ROLES[gap], data.get(f"{gap}_contact"), data[f"{gap}_name"], data[f"{gap}_title"])
            for gap in self.asked
        ]
        return [one for one in named if one.contact or one.name]

    @property
    def promise(self) -> Promised | None:
        """The promise that was told, if any."""
        data = self.cleaned_data
        if not data["promise_what"]:
            return None
        return Promised(
            what=data["promise_what"],
            to_whom=data["promise_to"],
            contact=data["promise_contact"],
            until=data["promise_until"],
            in_contract=data["promise_in_contract"],
            evidence=data["promise_file"],
        )

    def person_fields(self) -> list[dict[str, Any]]:
        """For each person who is missing: the question and its fields, for the page."""
        questions = {Gap.DECIDES: _("Who decides?"), Gap.USES: _("Who uses it?")}
        return [
            {
                "question": questions[gap],
                "contact": self[f"{gap}_contact"] if f"{gap}_contact" in self.fields else None,
                "name": self[f"{gap}_name"],
                "title": self[f"{gap}_title"],
            }
            for gap in self.asked
        ]
