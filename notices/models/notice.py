"""The outbox: what people are told. A row is written with its cause and delivered by a task."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whom they are for and what they are about."""

    def of(self, user: "User") -> "NoticeQuerySet":
        """What `user` was told."""
        return self.filter(recipient=user)

    def unread(self) -> "NoticeQuerySet":
        """Not yet seen in the bell."""
        return self.filter(read_at=None)

    def about(self, subject: models.Model) -> "NoticeQuerySet":
        """Those whose subject is `subject`."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


class Notice(models.Model):
    """One thing one person is told. `key` is unique: the same thing is never told twice.

    The words are in `templates/notices/<kind>/` and are made from `params` in the reader's language.
    """

    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="notice_subject"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_read(self) -> bool:
        """Whether its reader has seen it."""
        return self.read_at is not None
