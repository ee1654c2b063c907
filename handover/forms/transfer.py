"""What is asked when customers change hands while the people stay."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from handover.models import Transfer
from handover.transfers.selection import MOST_TICKED
from web.forms import MomentField
from web.typed import as_id


class TransferForm(forms.Form):
    """When, until when and why."""

    effective_at = MomentField(
        label=gettext_lazy("When do the customers change hands?"),
        help_text=gettext_lazy("Left empty: as soon as you confirm."),
        required=False,
    )
    returns_at = MomentField(
        label=gettext_lazy("When do they come back?"),
        help_text=gettext_lazy("Left empty: they stay. What nobody has changed by then comes back by itself."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Everybody whom it concerns reads this."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, is_leave: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_leave:
            self.fields["returns_at"].required = True
            self.fields["returns_at"].help_text = _("What nobody has changed by then comes back by itself.")

    @classmethod
    def of(cls, transfer: Transfer, data: Any, at: datetime.datetime) -> "TransferForm":
        """The form of a transfer there is; a time that has come by `at` shows as empty."""
        initial = {name: getattr(transfer, name) for name in ("effective_at", "returns_at", "reason")}
        if transfer.effective_at <= at:
            del initial["effective_at"]
        return cls(data, initial=initial, is_leave=transfer.person_id is not None)


class HandOverForm(TransferForm):
    """The same with the person who takes everything over; left open, Baton proposes for several."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who takes over?"),
        empty_label=gettext_lazy("Several people: choose them on the next page"),
        required=False,
    )
    field_order = ["to", "effective_at", "returns_at", "reason"]

    def __init__(
        self, *args: Any, receivers: QuerySet[User], holder: User | None, only_one: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = receivers
        if holder:
            to.help_text = _("%(name)s has them today, and is left out.") % {"name": holder.name}
        if only_one:
            to.required, to.empty_label = True, _("Choose a person")


def ticked(values: list[str]) -> list[int]:
    """The ids among what a page sent, as many as can be ticked."""
    return [pk for pk in map(as_id, values[: MOST_TICKED + 1]) if pk][:MOST_TICKED]
