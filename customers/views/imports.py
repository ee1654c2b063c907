"""Pages of imports: give files, check what they were taken for, watch, and see what came of it."""

from django.db.models import Count
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers import access, tasks
from customers.forms.importing import UploadForm
from customers.forms.preview import Preview, previews, say_unready
from customers.importing import readiness, receiving, refused_csv
from customers.importing.fields import KINDS
from customers.importing.notes import note_sentences
from customers.importing.problems import NO_RECORDS, file_sentence, row_sentence
from customers.models import Import, ImportState
from web import csv_export, keyset, refusals
from web.errors import Refused
from web.typed import as_id

UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)


@opens_to(Permission.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: AuthenticatedRequest) -> HttpResponse:
    """Give files, and see the imports there were."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            run = receiving.receive(
                files=form.given(), by=request.user, at=timezone.now(), source=form.cleaned_data["source"]
            )
        except Refused as problem:
            form.add_error("upload", problem)
        else:
            return redirect("import", run.pk)
    page = keyset.page(
        access.imports(request.user).filter(sync=None), request.GET, sorts={"newest": "id"}, default="-newest"
    )
    files = receiving.names([run.pk for run in page.rows])
    rows = [(run, files.get(run.pk, [])) for run in page.rows]
    status = 422 if form.errors else 200
    return render(request, "customers/imports.html", {"form": form, "page": page, "rows": rows}, status=status)


@opens_to(Permission.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One import: what is waiting for a yes, how far it is, or what came of it."""
    run = access.import_run(request.user, pk)
    if request.method == "POST" or run.state == ImportState.PREVIEW:
        return _preview(request, run)
    if request.htmx:
        if run.state not in UNDER_WAY:
            return HttpResponseClientRefresh()
        return render(request, "customers/import_bar.html", {"run": run})
    if run.state in UNDER_WAY:
        return render(request, "customers/import_running.html", {"run": run})
    return _result(request, run)


def _preview(request: AuthenticatedRequest, run: Import) -> HttpResponse:
    """Check and correct what the files were taken for; the yes puts the import in the queue."""
    data = request.POST if request.method == "POST" else None
    files = previews(run, data)
    if data is not None and all(form.is_valid() for file in files for form in file.forms):
        try:
            _correct(run, files, data)
            return redirect("import", run.pk)
        except Refused as problem:
            if problem.code == "not_waiting":
                refusals.leave(request, problem)
                return redirect("import", run.pk)
            files = previews(run, None)
            say_unready(files, readiness.unready(run), problem)
    elif data is None:
        say_unready(files, readiness.unready(run))
    context = {"run": run, "files": files, "forms": [form for file in files for form in file.forms]}
    return render(request, "customers/import_preview.html", context, status=200 if data is None else 422)


def _correct(run: Import, files: list[Preview], data: QueryDict) -> None:
    """Keep what was said. A file that is read anew, or whose mapping is forgotten, shows itself again before anything
    else is done.
    """
    anew = [file.asked.save() for file in files if file.asked.answers is not None]
    forgotten = [file.asked.file for file in files if data.get("forget") == str(file.asked.file.pk)]
    for kept in forgotten:
        receiving.forget(file=kept)
    if anew or forgotten:
        return
    for file in sorted(files, key=lambda each: not each.form.file.part_of):  # a file's columns renew its parts
        file.styles.save()
        file.form.save()
    if "import" in data:
        receiving.confirm(run=run, at=timezone.now())
        tasks.nudge(run.pk)


def _result(request: AuthenticatedRequest, run: Import) -> HttpResponse:
    """What was made, changed, left alone and refused."""
    refused = run.refused_rows.select_related("file")
    page = keyset.page(refused, request.GET, sorts={"order": "id"}, default="order")
    tallies = [
        (kind.label, *(counts.get(kind.name, 0) for counts in (run.created, run.updated, run.unchanged)))
        for kind in KINDS.values()
    ]
    context = {
        "run": run,
        "page": page,
        "tallies": [tally for tally in tallies if any(tally[1:])],
        "rows": [(row, row_sentence(row.code, row.params)) for row in page.rows],
        "files": [(file, note_sentences(file.notes)) for file in run.files.wanted()],
        "refused_files": list(run.files.annotate(n=Count("refused_rows")).filter(n__gt=0)),
        "no_records": refused.filter(code__in=NO_RECORDS).count(),
        "problem": file_sentence(run.problem, run.problem_params) if run.problem else "",
    }
    return render(request, "customers/import_result.html", context)


@opens_to(Permission.IMPORT)
@require_safe
def refused_rows(request: AuthenticatedRequest, pk: int) -> StreamingHttpResponse:
    """The refused rows of one file (`?file=`, else the first that has any) as a CSV file that can be imported again."""
    run = access.import_run(request.user, pk)
    asked = as_id(request.GET.get("file", ""))
    files = run.files.filter(pk=asked) if asked else run.files.filter(refused_rows__isnull=False)
    file = files.first()
    if file is None:
        raise Http404
    return csv_export.download(refused_csv.rows(file), f"refused-rows-{run.pk}-{file.pk}.csv")
