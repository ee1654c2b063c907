"""What every form shares: Tabler's clothes, the browser's own calendar, and lists narrowed by the URL."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from web.typed import refuse_beyond_clocks


class TablerRenderer(TemplatesSetting):
    """Renders forms and fields from `templates/components/form/`."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock, in the person's time zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time that every clock can show."""

    widget = MomentInput

    def validate(self, value: Any) -> None:
        """`ValidationError` for any other, and for none where one is needed."""
        super().validate(value)
        if value:
            refuse_beyond_clocks(value)


class SearchInput(forms.TextInput):
    """The browser's own search field."""

    input_type = "search"

    def __init__(self, placeholder: Any) -> None:
        super().__init__(attrs={"placeholder": placeholder})


class Filter(forms.Form):
    """What a list is narrowed by. It stands in the URL; what is not understood counts as not given."""

    def wanted(self) -> dict[str, Any]:
        """The values that were given and understood, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether a field the person sees was used."""
        return any(field.name in self.wanted() for field in self.visible_fields())
