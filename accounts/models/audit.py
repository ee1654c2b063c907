"""The audit trail: who did what to what, and when. Rows are added, never changed: a trigger refuses it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Audit rows by what they are about."""

    def about(self, subject: models.Model) -> "AuditQuerySet":
        """The rows whose subject is `subject`."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


class AuditEntry(models.Model):
    """One thing that was done. `by` is empty when Baton did it by itself."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(_("what"), max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
