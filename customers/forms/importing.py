"""The forms of an import: which files, and what each of them holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from customers.importing import alone, guessing, mapping, meanings, receiving
from customers.importing.fields import KINDS
from customers.importing.questions import LABELS, LEAVE, OWN, QUESTIONS
from customers.importing.shape import Field
from customers.models import Currency, ImportFile, Stage


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


@dataclass(frozen=True)
class Column:
    """A column as the page shows it: what stands in it, what it is taken as, and how certain that is."""

    header: str
    choice: forms.BoundField
    label: str
    examples: list[str]
    certainty: str
    proposed: str
    place: int


class FileForm(forms.Form):
    """What one file holds, which column is which field, and what strange words mean."""

    kind = forms.ChoiceField(label=_("This file holds"), required=False)

    def __init__(self, file: ImportFile, data: Any = None, parts: Sequence[ImportFile] = ()) -> None:
        super().__init__(data, prefix=f"file{file.pk}", initial={"kind": file.kind})
        self.file, self.parts = file, parts
        self.kind_label = KINDS[file.kind].label if file.kind else ""
        kinds: Any = self.fields["kind"]
        may_be = [file.reading["part"]] if file.part_of else KINDS
        kinds.choices = [("", _("nothing to take")), *((name, KINDS[name].label) for name in may_be)]
        if alone.is_one(file):
            kinds.choices = [("customers", LABELS[OWN]), ("", LABELS[LEAVE])]
            kinds.label = QUESTIONS["without_company"].label
        choices: list[tuple[str, Any]] = [("", _("not taken"))]
        if file.kind:
            choices += [(field.name, field.label) for field in KINDS[file.kind].fields]
        for place, (header, field) in enumerate(zip(file.headers, file.mapping, strict=True)):
            self.fields[f"column{place}"] = forms.CharField(
                label=header, initial=field, required=False, widget=forms.Select(choices=choices)
            )
        for name, field, word in self._asked():
            self.fields[name] = forms.CharField(
                label=word,
                initial=file.words[field.name][word],
                required=False,
                widget=forms.Select(choices=_meanings(field)),
            )

    def _asked(self) -> Iterator[tuple[str, Field, str]]:
        """The strange words somebody may give a meaning: the name of the answer, the field, the word."""
        if not self.file.kind or self.file.preset:
            return
        for name, words in sorted(self.file.words.items()):
            for place, word in enumerate(sorted(words)):
                yield f"word-{name}-{place}", KINDS[self.file.kind].field(name), word

    def words(self) -> Iterator[tuple[str, str, forms.BoundField]]:
        """Each strange word: the field it stands in, the word, the meaning to choose."""
        for name, field, word in self._asked():
            yield str(field.label), word, self[name]

    def proposed_kind(self) -> str:
        """The kind Baton thinks of without being certain; empty when there is none."""
        told = next((note["params"]["kind"] for note in self.file.notes if note["code"] == "kind_unsure"), "")
        return str(KINDS[told].label) if told in KINDS and not self.file.kind else ""

    def remembered(self) -> int:
        """The mapping that was remembered and used; 0 when none was."""
        return next((note["params"]["id"] for note in self.file.notes if note["code"] == "remembered"), 0)

    def taken_columns(self) -> list[Column]:
        """The columns of the file; of a part only those that tell something of it."""
        return [column for column in self.columns() if not self.file.part_of or self.file.mapping[column.place]]

    def other_columns(self) -> list[Column]:
        """The columns of a part that tell nothing of it."""
        return [column for column in self.columns() if self.file.part_of and not self.file.mapping[column.place]]

    def columns(self) -> Iterator[Column]:
        """Each column, in the order of the file."""
        labels = {field.name: str(field.label) for field in KINDS[self.file.kind].fields} if self.file.kind else {}
        for place, header in enumerate(self.file.headers):
            examples = [cells[place] for cells in self.file.sample if place < len(cells) and cells[place]]
            guess = self.file.guesses[place] if place < len(self.file.guesses) else {}
            taken = self.file.mapping[place]
            asks = not taken and guess.get("certainty") == guessing.UNSURE
            yield Column(
                header=header,
                choice=self[f"column{place}"],
                label=labels.get(taken, "—"),
                examples=list(dict.fromkeys(examples))[:3],
                certainty=_certainty(guess, taken) or ("" if taken else self._taken_below(place)),
                proposed=labels.get(guess.get("field", ""), "") if asks else "",
                place=place,
            )

    def _taken_below(self, place: int) -> str:
        """Which of the records beside these the column is taken for."""
        told = dict.fromkeys(str(KINDS[part.kind].label) for part in self.parts if part.kind and part.mapping[place])
        return str(_("taken below, with the %(kinds)s") % {"kinds": ", ".join(told)}) if told else ""

    def save(self) -> ImportFile:
        """Keep the corrections. Raises `Refused` when the import no longer waits."""
        data = self.cleaned_data
        known = {field.name for field in KINDS[self.file.kind].fields} if self.file.kind else set()
        fields = [data[f"column{place}"] for place in range(len(self.file.headers))]
        if (place := self.data.get("use", "").removeprefix(f"{self.prefix}-")).isdigit() and int(place) < len(fields):
            fields[int(place)] = self.file.guesses[int(place)].get("field", "")
        words: dict[str, dict[str, str]] = {}
        for name, field, word in self._asked():
            words.setdefault(field.name, {})[word] = data[name] if data[name] in dict(_meanings(field)) else ""
        return receiving.correct(
            file=self.file,
            kind=data["kind"],
            columns=[field if field in known else "" for field in fields],
            words=words,
        )


def _meanings(field: Field) -> list[tuple[str, Any]]:
    """What a strange word may mean: the choices of its field, and won and lost among the stages."""
    choices: list[tuple[str, Any]] = [("", _("not said"))]
    if field.name == "stage":
        choices += [each for each in (field.choices or Currency).choices if each[0] != Stage.CLOSED]
        return [*choices, (meanings.WON, _("closed: won")), (meanings.LOST, _("closed: lost"))]
    return [*choices, *(field.choices or Currency).choices]


def _certainty(guess: dict[str, str], taken: str) -> str:
    """How certain it is that a column is what it is taken for, in words; empty for one that is not taken."""
    if not taken:
        return ""
    words = {
        guessing.SURE: _("the name says so"),
        guessing.LIKELY: _("likely, by name and content"),
        mapping.CHOSEN: _("you said so"),
        mapping.REMEMBERED: _("as last time"),
    }
    return str(words.get(guess.get("certainty", ""), ""))
