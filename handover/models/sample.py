"""The sample a supervisor checks: all customers of grade A, and some of the rest that the system draws."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Score(models.TextChoices):
    """How well a customer was handed over, as whoever checked the sample found it."""

    COMPLETE = "complete", _("complete")
    GAPS = "gaps", _("small gaps")
    UNUSABLE = "unusable", _("not usable")


class Sample(models.Model):
    """One draw for a departure. Who is in it follows from `seed`, `size` and the customers; a later draw replaces it.

    `size` is how many are drawn besides grade A; empty leaves it to the rule in `handover/checking/sampling.py`. A draw
    after the first has its reason. `drawn_by` is empty when the system drew as the handover began.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="samples")
    number = models.PositiveSmallIntegerField(default=1)
    seed = models.CharField(_("seed"), max_length=32)
    size = models.PositiveIntegerField(_("how many besides grade A"), null=True, blank=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    drawn_at = models.DateTimeField(_("drawn"))
    reason = models.TextField(_("reason"), blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["departure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "number"], name="sample_number_once"),
            models.UniqueConstraint(fields=["departure"], condition=Q(replaced_at=None), name="sample_one_stands"),
            models.CheckConstraint(condition=~Q(seed=""), name="sample_keeps_its_seed"),
            models.CheckConstraint(
                condition=Q(number=1) | (~Q(reason="") & Q(drawn_by__isnull=False)),
                name="sample_drawn_again_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departure} {self.number}"


class SampledQuerySet(models.QuerySet["SampledCustomer"]):
    """Sampled customers by what is left of them."""

    def standing(self) -> "SampledQuerySet":
        """Those of the draws that count."""
        return self.filter(sample__replaced_at=None)

    def unscored(self) -> "SampledQuerySet":
        """Those nobody has checked yet."""
        return self.filter(score="")


class SampledCustomer(models.Model):
    """One customer of a sample, who takes it over, and what was found by whom when.

    Whoever takes a customer over never scores it; the database holds that too.
    """

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="customers", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    score = models.CharField(_("score"), max_length=8, choices=Score.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    scored_at = models.DateTimeField(_("scored"), null=True, blank=True)

    objects = SampledQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "customer"], name="sampled_customer_once"),
            models.CheckConstraint(condition=Q(score__in=["", *Score.values]), name="sampled_score_known"),
            models.CheckConstraint(
                condition=Q(score="", scored_by=None, scored_at=None)
                | (~Q(score="") & Q(scored_by__isnull=False, scored_at__isnull=False)),
                name="sampled_score_whole",
            ),
            models.CheckConstraint(condition=~Q(score="unusable") | ~Q(note=""), name="sampled_unusable_in_words"),
            models.CheckConstraint(
                condition=Q(scored_by=None) | ~Q(scored_by=F("successor")), name="sampled_scored_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.get_score_display() or self.sample}"


class ReturnReason(models.Model):
    """A reason to send a customer back, in one language: where the supervisor's own words begin."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("text"), max_length=200)

    class Meta:
        ordering = ["language", "position"]
        constraints = [
            models.UniqueConstraint(fields=["language", "position"], name="return_reason_place_once"),
            models.CheckConstraint(condition=~Q(text=""), name="return_reason_in_words"),
        ]

    def __str__(self) -> str:
        return self.text
