"""Forms of tasks, and the tick that finishes one."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from customers import access
from customers.actions import records
from customers.forms.activity import TaskForm
from customers.models import Customer, Deal, Task, TaskState
from customers.views.writing import page_of, write
from web import undo


@opens_to(Permission.EDIT_BOOK)
@once
def task_new(request: AuthenticatedRequest, customer: int | None = None, deal: int | None = None) -> HttpResponse:
    """Something to do for a customer or a deal."""
    task = Task()
    if deal is not None:
        task.deal = access.record(request.user, Deal, deal)
        task.customer = task.deal.customer
    elif customer is not None:
        task.customer = access.record(request.user, Customer, customer)
    return write(request, TaskForm, task, title=_("A new task"), back=page_of(task.deal or task.customer))


@opens_to(Permission.EDIT_BOOK)
def task_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A task there is."""
    task = access.to_change(request.user, Task, pk)
    return write(request, TaskForm, task, title=_("Change %(name)s") % {"name": task}, back=page_of(task))


@require_POST
@opens_to(Permission.EDIT_BOOK)
def task_tick(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Finish a task, or take the tick back."""
    task = access.to_change(request.user, Task, pk)
    state = TaskState.OPEN if task.state == TaskState.DONE else TaskState.DONE
    records.update(record=task, changes={"state": state}, by=request.user, at=timezone.now())
    done = _("Done: %(name)s") if state == TaskState.DONE else _("To do again: %(name)s")
    undo.said(request, done % {"name": task}, url=reverse("task_tick", args=[task.pk]))
    return redirect(page_of(task))
