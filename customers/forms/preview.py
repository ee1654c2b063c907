"""What is asked about each file before it is imported, and what keeps it from being imported, said at its answer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms

from customers.forms.importing import FileForm
from customers.forms.reading import ReadingForm
from customers.forms.styles import StylesForm
from customers.importing.notes import note_sentences
from customers.importing.readiness import Unready
from customers.models import Import
from web.errors import Refused


class Preview(NamedTuple):
    """One file as the page shows it: what it holds, how it is read, what its cells mean, and what is to be known."""

    form: FileForm
    asked: ReadingForm
    styles: StylesForm
    notes: list[str]

    @property
    def forms(self) -> tuple[ReadingForm, FileForm, StylesForm]:
        """The questions, in the order of the page."""
        return (self.asked, self.form, self.styles)


def previews(run: Import, data: Any) -> list[Preview]:
    """Each file of an import, with what was answered, or as Baton took it."""
    files = list(run.files.all())
    parts = {file.pk: [each for each in files if each.part_of == file.pk] for file in files}
    return [
        Preview(
            FileForm(file, data, parts[file.pk]),
            ReadingForm(file, data),
            StylesForm(file, data),
            note_sentences(file.notes),
        )
        for file in files
    ]


def say_unready(files: list[Preview], found: Iterable[Unready], refused: Refused | None = None) -> None:
    """Say at each answer what is wrong with it. `refused` is what an attempt said, where none of the files tells."""
    told = list(found)
    by_file = {file.form.file.pk: file for file in files}
    for one in told:
        file = by_file[one.file.pk] if one.file else files[0]
        form = next((form for form in file.forms if one.answer in form.fields), file.form)
        _as_answered(form)
        form.add_error(one.answer if one.answer in form.fields else None, one.why)
    if refused is not None and refused.code not in {one.why.code for one in told}:
        _as_answered(files[0].form)
        files[0].form.add_error(None, refused)


def _as_answered(form: forms.Form) -> None:
    """Let a form that was not sent stand as if it had been, with the answers it begins with."""
    if not form.is_bound:
        form.data = {
            form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()
        }
        form.is_bound = True
        form.full_clean()
