"""What a chat is told: that there is something, and where; never about whom."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notices import kinds, switches
from notices.models import ChatChannel, Notice


def sentence(chat: ChatChannel, notice: Notice) -> str:
    """A neutral sentence and a link, in the language of the chat. Who opens the link has to sign in."""
    with translation.override(chat.person.language if chat.person else chat.language):
        what = kinds.named(notice.kind).label
        if chat.person:
            link = switches.absolute(reverse("notice_open", args=[notice.pk]))
            off = switches.absolute(reverse("notice_preferences"))
            return _("Baton: %(what)s. %(link)s\nWhat you get here: %(off)s") % {"what": what, "link": link, "off": off}
        link = switches.absolute(notice.url or reverse("notices"))
        return _("Baton: %(what)s. %(link)s") % {"what": what, "link": link}
