"""Forms of the checklist: what is said about an item, a file, and a line of the template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handover.models import ChecklistItem, DepartureKind, ItemState, TemplateItem

#: What a phone offers beside the camera; what is really in a file is looked at once it is here.
ACCEPTED = "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.txt"


class ItemForm(forms.ModelForm):
    """The note of an item, saved with or without ticking it."""

    class Meta:
        model = ChecklistItem
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"note": _("What the successor should know: habits, promises, who to call first.")}


class TickForm(forms.Form):
    """A tick set or taken away."""

    state = forms.ChoiceField(choices=[(ItemState.DONE, ""), (ItemState.OPEN, "")])


class EvidenceForm(forms.Form):
    """A file that shows that an item is done."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("A picture, PDF, office document or text of at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class TemplateItemForm(forms.ModelForm):
    """A line of the checklist's template."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of departure"),
        choices=DepartureKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )

    class Meta:
        model = TemplateItem
        fields = [
            "title_en",
            "title_zh",
            "hint_en",
            "hint_zh",
            "section",
            "responsible",
            "anchor",
            "offset",
            "kinds",
            "needs_leaver",
            "position",
            "is_active",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offset"].widget.attrs |= {"min": -250, "max": 250}

    def clean_offset(self) -> int:
        """At most a working year to either side."""
        offset: int = self.cleaned_data["offset"]
        if abs(offset) > 250:
            raise forms.ValidationError(_("At most 250 working days before or after."))
        return offset
