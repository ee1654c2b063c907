"""The `customers` app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """What is handed over: the book and its ownership ledger."""

    name = "customers"

    def ready(self) -> None:
        """Give the audit trail words for what happens in the book."""
        from accounts import wording as trail
        from customers import wording
        from customers.event_kinds import EVENTS
        from customers.notice_kinds import KINDS
        from notices import event_kinds, kinds

        event_kinds.register(EVENTS)

        kinds.register(*KINDS)
        trail.VERBS |= wording.VERBS
        trail.KINDS |= wording.KINDS
        trail.DETAILS |= wording.DETAILS
        trail.SUBJECTS |= wording.SUBJECTS
        trail.tellers.append(wording.told)
