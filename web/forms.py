"""What every form shares: Tabler's clothes, the browser's own calendar, and lists narrowed by the URL."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict

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


class Several(forms.CheckboxSelectMultiple):
    """Boxes behind a button that names what is ticked, or says `any_label` when nothing is."""

    template_name = "components/form/several.html"

    def __init__(self, any_label: Any, choices: Any = ()) -> None:
        super().__init__(choices=choices)
        self.any_label = any_label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, and the names of what is ticked."""
        context = super().get_context(name, value, attrs)
        options = [option for _name, some, _index in context["widget"]["optgroups"] for option in some]
        context["widget"]["chosen"] = [option["label"] for option in options if option["selected"]]
        return context | {"any_label": self.any_label}


@dataclass(frozen=True)
class TickGroup:
    """Some of many choices that can be ticked as a whole: `key` stays the same from page to page, `label` says so in
    words, `choices` are values with their names.
    """

    key: str
    label: str
    choices: list[tuple[int, str]]


class TicksInGroups(forms.CheckboxSelectMultiple):
    """Boxes in groups, each group ticked as a whole, with or without JavaScript, or one by one."""

    template_name = "components/form/ticks_in_groups.html"
    #: So many boxes are all in sight; more are folded, and searched.
    IN_SIGHT = 12

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[TickGroup] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was ticked, one by one or as a group. A group that is no more stays a key, which no field takes."""
        members = {group.key: [str(value) for value, _label in group.choices] for group in self.groups}
        ticked = list(super().value_from_datadict(data, files, name) or [])
        for key in data.getlist(f"{name}_all") if isinstance(data, QueryDict) else ():
            ticked += members.get(key, [key])
        return list(dict.fromkeys(ticked))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The groups with their boxes, and how many of each are ticked."""
        context = super().get_context(name, value, attrs)
        options = {str(option["value"]): option for _n, some, _i in context["widget"]["optgroups"] for option in some}
        context["widget"]["is_long"] = len(options) > self.IN_SIGHT
        context["widget"]["parts"] = [self._part(group, options) for group in self.groups]
        return context

    def _part(self, group: TickGroup, options: dict[str, Any]) -> dict[str, Any]:
        boxes = [options[str(value)] for value, _label in group.choices]
        chosen = sum(bool(box["selected"]) for box in boxes)
        is_open = len(options) <= self.IN_SIGHT
        return {"key": group.key, "label": group.label, "options": boxes, "chosen": chosen, "is_open": is_open}


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
