"""The forms of an import: which files, and what each of them holds."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from customers.importing import receiving
from customers.importing.fields import KINDS
from customers.models import ImportFile


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = ManyFiles(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.htm,.html"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each file, none of them left out; an empty one is named by the import itself."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(files)


class UploadForm(forms.Form):
    """What to import, and where it comes from."""

    upload = FilesField(
        label=_("Files"),
        help_text=_(
            "CSV, Excel or ODS, several at once if they belong together. You see what Baton makes of them first."
        ),
    )
    source = forms.CharField(
        label=_("System they come from"),
        max_length=60,
        required=False,
        help_text=_("Its name keeps its ids apart from those of other systems; leave it empty for a spreadsheet."),
    )

    def given(self) -> list[receiving.Given]:
        """The files as the import takes them."""
        return [(file.name or "file", file, file.size or 0) for file in self.cleaned_data["upload"]]


class FileForm(forms.Form):
    """What one file holds, and which column is which field."""

    kind = forms.ChoiceField(label=_("This file holds"), required=False)

    def __init__(self, file: ImportFile, data: Any = None) -> None:
        super().__init__(data, prefix=f"file{file.pk}", initial={"kind": file.kind})
        self.file = file
        self.kind_label = KINDS[file.kind].label if file.kind else ""
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("nothing to take")), *((kind.name, kind.label) for kind in KINDS.values())]
        choices: list[tuple[str, Any]] = [("", _("not taken"))]
        if file.kind:
            choices += [(field.name, field.label) for field in KINDS[file.kind].fields]
        for place, (header, field) in enumerate(zip(file.headers, file.mapping, strict=True)):
            self.fields[f"column{place}"] = forms.CharField(
                label=header, initial=field, required=False, widget=forms.Select(choices=choices)
            )

    def columns(self) -> Iterator[tuple[str, forms.BoundField, str, list[str]]]:
        """Each column: its header, the field to choose, the label of the one chosen, what stands in its first rows."""
        labels = {field.name: str(field.label) for field in KINDS[self.file.kind].fields} if self.file.kind else {}
        for place, header in enumerate(self.file.headers):
            examples = [cells[place] for cells in self.file.sample if place < len(cells) and cells[place]]
            yield header, self[f"column{place}"], labels.get(self.file.mapping[place], "—"), examples

    def save(self) -> ImportFile:
        """Keep the corrections. Raises `Refused` when the import no longer waits."""
        data = self.cleaned_data
        known = {field.name for field in KINDS[self.file.kind].fields} if self.file.kind else set()
        mapping = [data[f"column{place}"] for place in range(len(self.file.headers))]
        return receiving.correct(
            file=self.file,
            kind=data["kind"],
            mapping=[field if field in known else "" for field in mapping],
        )
