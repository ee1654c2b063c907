"""Whose notices a person sees: their own, whoever they are. Webhooks are for those who administer."""

from django.http import Http404

from accounts.models import User
from notices.models import Notice
from notices.models.notice import NoticeQuerySet


def notices(user: User) -> NoticeQuerySet:
    """What `user` was told."""
    return Notice.objects.of(user)


def notice(user: User, pk: int) -> Notice:
    """One notice of the person's own, or `Http404`."""
    found = notices(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
