"""Teams: a tree, a manager each."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

if TYPE_CHECKING:
    from accounts.models import User


#: The ids of the teams somebody (by id) manages and of all below them.
LED = """
    WITH RECURSIVE led AS (
        SELECT id FROM accounts_team WHERE manager_id = %s
        UNION SELECT team.id FROM accounts_team team JOIN led ON team.parent_id = led.id
    ) SELECT id FROM led
"""


class TeamQuerySet(TreeQuerySet["Team"]):
    """Teams by who leads them."""

    def led_by(self, user: "User") -> "TeamQuerySet":
        """The teams `user` manages and all below them."""
        return self.filter(pk__in=RawSQL(LED, [user.pk]))  # noqa: S611 - our words, their id as a parameter


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
