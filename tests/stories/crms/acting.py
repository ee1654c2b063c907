"""What both sides of a story with a CRM do on the way: hold a write back, and settle a difference."""

from collections.abc import Callable, Sequence

from customers.models import RecordLink
from demo.crm.job import Job
from tests.contracts.simulator import Call, Reply, Simulator

HELD_UP = 120


class Held:
    """Holds the answer to the first write back, after it took effect."""

    def __init__(self, system: Simulator, is_write: Callable[[Call], bool]) -> None:
        self.system, self.is_write, self.plain, self.caught = system, is_write, system.answer, False
        system.answer = self

    def __call__(self, call: Call) -> Reply:
        answer = self.plain(call)
        if self.is_write(call) and not self.caught:
            self.caught = True
            self.system.slowness = HELD_UP
        return answer

    def release(self) -> None:
        """Let the system answer as it did before."""
        self.system.slowness, self.system.answer = 0, self.plain


def settle(job: Job, pk: int, ids: Sequence[str], deed: str) -> None:
    """Somebody ticks these on the page of the reconciliation, and presses a button."""
    links = list(RecordLink.objects.filter(connection=pk, source_id__in=ids).values_list("pk", flat=True))
    job.cast.admin.press(f"/settings/connections/{pk}/differences/", link=links, deed=deed, reason="")
