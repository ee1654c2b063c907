"""The `notices` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What people and systems are told."""

    name = "notices"

    def ready(self) -> None:
        """Give the audit trail the words of this room."""
        from accounts import wording

        wording.VERBS |= {
            "mail.sent_again": _("sent a message again"),
            "mail.all_sent_again": _("sent messages again that were given up"),
            "notice.chosen": _("chose which notices to get"),
            "notice.hours_set": _("set their hours for notices"),
            "chat.created": _("set up a chat"),
            "chat.changed": _("changed a chat"),
            "chat.tried": _("sent a test message to a chat"),
            "pause.ended": _("let a paused channel try again"),
            "webhook.created": _("set up a webhook"),
            "webhook.changed": _("changed a webhook"),
            "webhook.rotated": _("gave a webhook a new secret"),
            "webhook.tried": _("sent a test to a webhook"),
            "webhook.stopped": _("switched a webhook off that nothing got through to"),
            "webhook.sent_again": _("sent an event to a webhook again"),
        }
        wording.KINDS |= {"mail": _("Outgoing messages"), "notice": _("Notices"), "chat": _("Chats")}
        wording.KINDS["webhook"] = _("Webhooks")
        wording.DETAILS |= {"webhook": _("webhook"), "events": _("events"), "changed": _("changed")}
        wording.DETAILS |= {"count": _("number"), "kinds": _("kinds"), "hours": _("hours"), "chat": _("chat")}
        wording.SUBJECTS |= {
            "notices.delivery": wording.Subject(_("message")),
            "notices.chatchannel": wording.Subject(_("chat"), "chat", "name"),
            "notices.webhookendpoint": wording.Subject(_("webhook"), "webhook", "name"),
            "notices.pause": wording.Subject(_("pause")),
        }
