"""People and products that a batch made by the way and none of its records has after all: its rows were refused, or
their records keep the owners they have. They are taken back in the same transaction.
"""

from accounts.models import User
from customers.importing.shape import Form, Kind
from customers.models import AccountTeamMember, PersonAtSource, Product


def forget(kind: Kind, people: set[int], products: set[int]) -> tuple[set[int], set[int]]:
    """Take back those of the people and products just made that nothing has; those that stay."""
    kept_people = _having(kind, Form.PERSON, people)
    if people - kept_people:
        kept_people |= set(AccountTeamMember.objects.filter(user__in=people).values_list("user", flat=True))
        idle = people - kept_people
        PersonAtSource.objects.filter(person__in=idle).delete()
        User.objects.filter(pk__in=idle).delete()
    kept_products = _having(kind, Form.PRODUCT, products)
    if products - kept_products:
        Product.objects.filter(pk__in=products - kept_products).delete()
    return people & kept_people, products & kept_products


def _having(kind: Kind, form: Form, pks: set[int]) -> set[int]:
    """Those that a record of this kind has."""
    found: set[int] = set()
    for field in kind.fields if pks else ():
        if field.form is form:
            rows = kind.model._default_manager.filter(**{f"{field.name}__in": pks}).order_by()
            found.update(rows.values_list(field.name, flat=True).distinct())
    return found
