"""The `customers` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """What is handed over: the book and its ownership ledger."""

    name = "customers"

    def ready(self) -> None:
        """Give the audit trail words for what happens in the book."""
        from accounts import wording

        wording.VERBS |= {
            "owner.changed": _("handed a record to a colleague"),
            "account_team.joined": _("joined an account team"),
            "account_team.left": _("left an account team"),
            "import.received": _("uploaded files"),
            "import.confirmed": _("started an import"),
        }
        wording.KINDS |= {"owner": _("Owners"), "account_team": _("Account teams"), "import": _("Imports")}
        wording.SUBJECTS |= {
            "customers.customer": wording.Subject(_("customer"), "customer"),
            "customers.deal": wording.Subject(_("deal"), "deal"),
        }
