"""What the page of notices is narrowed by."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from notices import kinds
from notices.models.notice import NoticeQuerySet
from web.forms import Filter

READ = [("", _("Read and unread")), ("unread", _("Unread"))]


class NoticeFilter(Filter):
    """By what they are about, and whether they were read."""

    about = forms.ChoiceField(label=_("What it is about"), required=False)
    show = forms.ChoiceField(label=_("Read or not"), required=False, choices=READ)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.code, group.label) for group, _kinds in kinds.groups()]
        cast(forms.ChoiceField, self.fields["about"]).choices = [("", _("About anything")), *groups]

    def narrow(self, rows: NoticeQuerySet) -> NoticeQuerySet:
        """`rows` that fit."""
        about = self.wanted().get("about")
        if not about:
            return rows
        names = [kind.name for group, found in kinds.groups() if group.code == about for kind in found]
        return rows.filter(kind__in=names)
