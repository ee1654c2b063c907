"""Whatever still names a leaver is found, settled or left with a reason, and closing waits for it."""

from django.apps import apps

from accounts.models import User
from handover.references import history, sweep


def _names_a_person() -> set[str]:
    """Every foreign key and many-to-many to a person, hidden ones included, as `app.Model.field`."""
    relations = [
        relation.remote_field
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
    ]
    declared = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model is User
    ]
    return {f"{field.model._meta.label}.{field.name}" for field in [*relations, *declared]}


def test_every_foreign_key_to_a_person_is_a_reference_or_stays_for_a_reason() -> None:
    """Somebody who adds one decides: a kind in `handover/references/`, or a line with the reason in `history.py`."""
    answered = set(sweep.answered_for())
    assert answered & set(history.STAYS) == set()
    assert _names_a_person() - answered - set(history.STAYS) == set(), "new: what happens when the person leaves?"
    assert (answered | set(history.STAYS)) - _names_a_person() == set(), "gone: take the line out"
