"""Teams: a tree, a manager each."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class TeamQuerySet(TreeQuerySet["Team"]):
    """Teams by who leads them."""

    def led_by(self, user: "User") -> "TeamQuerySet":
        """The teams `user` manages and all below them."""
        led = f"tree_path && ARRAY(SELECT id FROM {Team._meta.db_table} WHERE manager_id = %s)"  # noqa: S608 - our table
        return self.with_tree_fields().extra(where=[led], params=[user.pk])  # noqa: S610 - the same


class Team(TreeNode):
    """A sales team."""

    parent = TreeNodeForeignKey(
        "self", models.PROTECT, blank=True, null=True, related_name="children", verbose_name=_("belongs to")
    )
    name = models.CharField(_("name"), max_length=100)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teams_led",
        verbose_name=_("manager"),
    )
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, blank=True, verbose_name=_("office"))

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name
