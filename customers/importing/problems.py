"""Why a file or a row was not taken: stable codes, and the sentence for each in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from web.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class RowProblem(Exception):
    """One cell, or a row as a whole, can't be taken. `field` is the record's field at fault, when it is one."""

    def __init__(self, code: str, *, field: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.params = code, field, params


#: One row: the line it starts on, and its cells; or the reason why they can't be had.
Row = tuple[int, list[str] | RowProblem]

#: What is wrong with a whole file.
FILES: dict[str, str | StrPromise] = {
    "empty": gettext_lazy("%(file)s is empty."),
    "header_only": gettext_lazy("%(file)s has a header and no rows below it."),
    "too_big": gettext_lazy("%(file)s has %(size)s; the most Baton takes is %(limit)s."),
    "not_found": gettext_lazy("There is no file %(file)s."),
    "not_readable": gettext_lazy("%(file)s can't be read: %(reason)s."),
    "wrong_type": gettext_lazy(
        "%(file)s is neither a CSV nor an Excel file, whatever its name says (found: %(found)s)."
    ),
    "locked": gettext_lazy("%(file)s has a password: save it without one."),
    "macros": gettext_lazy("%(file)s holds macros, which Baton does not open: save it as XLSX."),
    "binary_workbook": gettext_lazy("%(file)s is a binary Excel file (XLSB): save it as XLSX."),
    "xml_spreadsheet": gettext_lazy(
        "%(file)s is an “XML Spreadsheet 2003”: open it in Excel or LibreOffice and save it as XLSX."
    ),
    "sheet_too_big": gettext_lazy("%(file)s is too large for a spreadsheet of its kind: save it as CSV."),
    "endless_line": gettext_lazy("%(file)s has a line of more than a million letters: it is no table."),
    "broken": gettext_lazy("%(file)s is damaged and can't be read as a spreadsheet."),
    "bomb": gettext_lazy("%(file)s would unpack to more than Baton takes, so it was not opened."),
    "too_many_rows": gettext_lazy("%(file)s has more than %(limit)s rows in a spreadsheet: save it as CSV."),
    "too_many_columns": gettext_lazy("%(file)s has more than %(limit)s columns."),
    "encoding_unknown": gettext_lazy("The letters in %(file)s can't be read in any encoding: save it as CSV UTF-8."),
    "encoding_unclear": gettext_lazy(
        "The letters in %(file)s can be read in more than one way (%(candidates)s): say which encoding it is."
    ),
    "encoding_wrong": gettext_lazy("%(file)s can't be read as %(encoding)s."),
    "answer_unknown": gettext_lazy("%(answer)s is no answer Baton knows for “%(question)s”."),
    "kind_unknown": gettext_lazy("What %(file)s holds is not clear from its header (%(headers)s)."),
    "column_missing": gettext_lazy("%(file)s lacks a column for “%(field)s”."),
    "field_twice": gettext_lazy("Two columns of %(file)s are taken for “%(field)s”."),
    "kind_twice": gettext_lazy("%(file)s and %(other)s both are the %(table)s table of this set."),
    "people_not_yours": gettext_lazy("%(file)s creates people: somebody who may manage people has to import it."),
    "mapping_unreadable": gettext_lazy(
        "The mapping is no JSON object of file names, each with “kind”, “columns” and “words”."
    ),
    "mapping_without_file": gettext_lazy("The mapping names %(file)s, which is not among the files."),
    "mapping_kind_unknown": gettext_lazy("The mapping of %(file)s says “%(kind)s”; Baton takes: %(kinds)s."),
    "mapping_column_unknown": gettext_lazy("The mapping of %(file)s names a column “%(column)s”; there is none."),
    "mapping_field_unknown": gettext_lazy("The mapping of %(file)s names a field “%(field)s”; there are: %(fields)s."),
    "no_files": gettext_lazy("Choose at least one file."),
    "nothing_to_take": gettext_lazy("None of these files holds anything Baton takes."),
    "not_waiting": gettext_lazy("This import is not waiting for a yes any more."),
    "stopped": gettext_lazy("The import stopped at an error of Baton's own; the log of the worker names it."),
}

#: What is wrong with one row. A cell's own text is in `value`.
ROWS: dict[str, str | StrPromise] = {
    "empty_needed": gettext_lazy("This must not be empty."),
    "customer_missing": gettext_lazy("It is not said to which customer this belongs."),
    "too_long": gettext_lazy("This is longer than %(limit)s characters."),
    "unreadable_character": gettext_lazy("There is a character here that no text may hold."),
    "not_a_number": gettext_lazy("“%(value)s” is not a number."),
    "number_ambiguous": gettext_lazy(
        "The separator in “%(value)s” may be before decimals or thousands, and no row of this column tells: choose one."
    ),
    "share_ambiguous": gettext_lazy(
        "“%(value)s” may be one percent or all, and no row of this column tells: choose what it is."
    ),
    "unit_unclear": gettext_lazy("It is not clear in which unit “%(value)s” is meant: choose it."),
    "formula_unsaved": gettext_lazy(
        "This is a formula without its value: open the file in Excel, save it and give it again."
    ),
    "currency_not_kept": gettext_lazy("“%(value)s” is in a currency Baton does not keep."),
    "currency_contradicts": gettext_lazy("“%(value)s” does not fit the currency of this row, %(currency)s."),
    "negative": gettext_lazy("“%(value)s” is below zero."),
    "number_too_big": gettext_lazy("“%(value)s” is larger than Baton can keep."),
    "not_a_percentage": gettext_lazy("“%(value)s” is not between 0 and 100 percent."),
    "not_a_date": gettext_lazy("“%(value)s” is not a date."),
    "date_ambiguous": gettext_lazy(
        "“%(value)s” may be day/month or month/day, and no row of this column tells: choose the order of dates."
    ),
    "id_rounded": gettext_lazy("“%(value)s” is a number a spreadsheet has shortened: its last digits are lost."),
    "not_an_email": gettext_lazy("“%(value)s” is not an e-mail address."),
    "not_a_choice": gettext_lazy("“%(value)s” is none of: %(choices)s."),
    "owner_unknown": gettext_lazy(
        "Nobody called “%(value)s” is known here, and only somebody who may manage people imports unknown owners."
    ),
    "owner_missing": gettext_lazy("There is no owner, and nobody in whose name this import runs."),
    "owner_not_yours": gettext_lazy("%(value)s is in none of your teams."),
    "person_unknown": gettext_lazy(
        "Nobody called “%(value)s” is known here, and only somebody who may manage people imports unknown owners."
    ),
    "person_ambiguous": gettext_lazy("More than one person is called “%(value)s”: give the e-mail address."),
    "about_unknown": gettext_lazy("There is neither a customer nor a deal “%(value)s”."),
    "customer_unknown": gettext_lazy("There is no customer “%(value)s”."),
    "customer_ambiguous": gettext_lazy("More than one customer is called “%(value)s”: give the code."),
    "deal_unknown": gettext_lazy("There is no deal “%(value)s”."),
    "deal_ambiguous": gettext_lazy("More than one deal is called “%(value)s”: give its id."),
    "contact_unknown": gettext_lazy("There is no contact “%(value)s” at this customer."),
    "repeated": gettext_lazy("The same record is on line %(first)s already."),
    "not_yours": gettext_lazy("This record exists already and is not in your scope."),
    "dates_out_of_order": gettext_lazy("The end (%(end)s) is before the start (%(start)s)."),
    "too_many_cells": gettext_lazy("This row has %(cells)s cells; the header has %(columns)s."),
    "too_few_cells": gettext_lazy("This row has %(cells)s cells; the header has %(columns)s."),
    "header_again": gettext_lazy("This is a header, not a record."),
    "total_row": gettext_lazy("This is a total, not a record."),
    "footer_row": gettext_lazy("This is a footer, not a record."),
    "title_row": gettext_lazy("This is the title of a group, not a record."),
    "continued_row": gettext_lazy("This row names no record of its own: it goes on with the one above it."),
    "quote_open": gettext_lazy(
        "A quotation mark opens in this row and does not close in it: take it out or double it."
    ),
    "not_allowed": gettext_lazy("This contradicts a rule of the database (%(rule)s)."),
}

#: Rows that were left out because they are none, and want no mending.
NO_RECORDS = frozenset({"header_again", "title_row", "total_row", "footer_row", "continued_row"})


def refuse_file(code: str, *, file: str, status: int = 422, **params: Any) -> Refused:
    """The error that says what is wrong with a whole file; raise it. `candidates` are what could be answered."""
    told = {name: ", ".join(value) if isinstance(value, list) else value for name, value in params.items()}
    refused = Refused(FILES[code], code=code, params={"file": file, **told}, status=status)
    refused.candidates = params.get("candidates", [])
    return refused


def file_sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with a file, in the reader's language."""
    return str(FILES[code]) % params


def row_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a row was refused, in the reader's language; an unknown code (of an older version) is shown as it is."""
    if code not in ROWS:
        return _("Refused: %(code)s.") % {"code": code}
    return str(ROWS[code]) % params
