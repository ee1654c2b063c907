"""The questions about a file before its columns: which encoding, delimiter and sheet, and where the header is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.importing import encoding, receiving
from customers.importing.questions import QUESTIONS, Answers
from customers.models import ImportFile

#: Encodings as people know them.
NAMES = {
    "utf-8": _("UTF-8"),
    "utf-8-sig": _("UTF-8"),
    "gb18030": _("Chinese, simplified (GB18030, GBK)"),
    "cp950": _("Chinese, traditional (Big5)"),
    "cp932": _("Japanese (Shift-JIS)"),
    "euc_jp": _("Japanese (EUC)"),
    "iso2022_jp": _("Japanese (ISO 2022)"),
    "cp949": _("Korean (EUC-KR)"),
    "cp1252": _("Western European (Windows-1252)"),
    "cp1250": _("Central European (Windows-1250)"),
    "iso8859_2": _("Central European (ISO 8859-2)"),
    "cp1251": _("Cyrillic (Windows-1251)"),
    "koi8_r": _("Cyrillic (KOI8-R)"),
    "cp866": _("Cyrillic (DOS)"),
    "cp1253": _("Greek (Windows-1253)"),
    "cp1254": _("Turkish (Windows-1254)"),
    "cp1257": _("Baltic (Windows-1257)"),
    "cp1255": _("Hebrew (Windows-1255)"),
    "cp1256": _("Arabic (Windows-1256)"),
    "mac_roman": _("Western European (Mac)"),
    "cp850": _("Western European (DOS)"),
}
DELIMITERS = [(",", _("comma")), (";", _("semicolon")), ("\t", _("tab")), ("|", _("vertical bar"))]


def encoding_name(name: str) -> str:
    """An encoding as people know it."""
    return str(NAMES.get(name, name.upper()))


class ReadingForm(forms.Form):
    """How one file is read. `asked`: nothing can be shown of it before its encoding is known."""

    def __init__(self, file: ImportFile, data: Any = None) -> None:
        super().__init__(data, prefix=f"file{file.pk}")
        self.file, told = file, file.reading
        self.asked: list[tuple[str, str, list[str]]] = [
            (name, encoding_name(name), lines) for name, lines in told.get("candidates", [])
        ]
        if file.part_of:
            return
        if self.asked:
            self._ask_encoding()
        else:
            self._offer(told)

    def _ask_encoding(self) -> None:
        """Ask which of those it may be, or which other."""
        likely = {name: label for name, label, _lines in self.asked}
        others = [(name, encoding_name(name)) for name in encoding.ENCODINGS if name not in likely]
        self._choice("encoding", QUESTIONS["encoding"].label, list(likely.items()))
        self._choice("other", _("Another encoding"), [("", _("none of these is right")), *others])

    def _offer(self, told: Mapping[str, Any]) -> None:
        """Show what the file was taken for, to be corrected."""
        if now := told.get("encoding"):
            names = dict.fromkeys([now, *encoding.ENCODINGS])
            self._choice("encoding", QUESTIONS["encoding"].label, [(name, encoding_name(name)) for name in names])
        if told.get("delimiter"):
            known = told["delimiter"] in dict(DELIMITERS)
            odd = [] if known else [(told["delimiter"], told["delimiter"])]
            self._choice("delimiter", QUESTIONS["delimiter"].label, [*DELIMITERS, *odd])
        if len(told.get("sheets", [])) > 1:
            self._choice("sheet", QUESTIONS["sheet"].label, [(name, name) for name in told["sheets"]])
        if len(told.get("lines", [])) > 1:
            lines: list[tuple[Any, str]] = [
                (line, _("line %(line)s: %(text)s") % {"line": line, "text": text[:60]}) for line, text in told["lines"]
            ]
            if self.second:
                lines.append((f"{told['header']} alone", _("line %(line)s alone") % {"line": told["header"]}))
            self._choice("header", QUESTIONS["header"].label, lines)

    def _choice(self, name: str, label: Any, choices: list[tuple[Any, Any]]) -> None:
        field = forms.ChoiceField(label=label, choices=choices, required=False, initial=self.file.reading.get(name))
        self.fields[name] = field

    @property
    def above(self) -> list[tuple[int, str]]:
        """The lines left out over the header."""
        return [(line, text) for line, text in self.file.reading.get("lines", []) if line < self.file.reading["header"]]

    @property
    def second(self) -> int:
        """The line below the header that belongs to it; 0 when it is one line."""
        return int(self.file.reading.get("second", 0))

    @property
    def other_sheets(self) -> list[str]:
        """The sheets of the workbook that are not taken."""
        return [name for name in self.file.reading.get("sheets", []) if name != self.file.reading["sheet"]]

    @property
    def again(self) -> list[int]:
        """The lines below the header that look like one."""
        return list(self.file.reading.get("again", []))

    @property
    def answers(self) -> Answers | None:
        """What was said otherwise than the file is read now; what hangs on it is found anew."""
        if self.asked:
            said = self.cleaned_data["other"] or self.cleaned_data["encoding"]
            return Answers(encoding=said) if said else None
        return self._changed()

    def _changed(self) -> Answers | None:
        now = {name: self.file.reading.get(name) or "" for name in self.fields}
        said = {name: self.cleaned_data.get(name) or now[name] for name in self.fields}
        changed = [
            name for name in ("encoding", "sheet", "delimiter", "header") if str(said.get(name)) != str(now.get(name))
        ]
        if not changed:
            return None
        if changed[0] in ("encoding", "sheet"):
            return Answers(encoding=said.get("encoding", ""), sheet=said.get("sheet", ""))
        header = int(str(said["header"]).split()[0]) if changed[0] == "header" else 0
        told = {name: said.get(name, "") for name in ("encoding", "delimiter", "sheet")}
        return Answers(**told, header=header)

    def save(self) -> ImportFile:
        """Read the file anew as was said. Raises `Refused` when it can't be."""
        return receiving.reread(file=self.file, answers=self.answers or Answers())
