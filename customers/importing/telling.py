"""How a column tells companies from people in one table: `Type` (Person, Organisation), `is_company`, 公司/个人."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from customers.importing.headers import bare, plain
from customers.importing.problems import Row, RowProblem


def _plain(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(","))


FIRMS = _plain(
    "organisation, organization, company, business, firm, firma, unternehmen, entreprise, société, empresa, "
    "organización, organização, azienda, società, bedrijf, organisatie, компания, организация, 公司, 企业, 单位, 组织, "
    "机构, 公司客户, 企业客户, 会社, 企業, 法人"
)
PEOPLE = _plain(
    "person, individual, contact, private person, privatperson, ansprechpartner, kontakt, personne, particulier, "
    "persona, individuo, pessoa, persoon, контакт, человек, частное лицо, 个人, 联系人, 自然人, 个人客户, 個人, 担当者"
)
IS_FIRM = _plain(
    "is organisation, is organization, is an organisation, is an organization, is company, is a company, is business, "
    "is firm, ist ein unternehmen, ist unternehmen, ist firma, est une société, est une entreprise, es una empresa, "
    "es una compañía, é uma empresa, è un'azienda, è un’azienda, is een bedrijf, 是公司, 是否公司, 是否为公司, 是否企业"
)
IS_PERSON = _plain("is person, is a person, is individual, is an individual, 是否个人, 是个人")
YES = _plain("1, 1.0, true, yes, y, t, x, wahr, ja, vrai, oui, verdadero, sí, verdadeiro, sim, vero, да, 是, ✓")
NO = _plain("0, 0.0, false, no, n, f, falsch, nein, faux, non, falso, não, nee, ложь, нет, 否")
#: How the cells of a column tell a company, by the way the column tells it.
TESTS: dict[str, Callable[[str], bool]] = {
    "word": lambda text: plain(text) in FIRMS,
    "yes": lambda text: plain(text) in YES,
    "no": lambda text: plain(text) in NO,
}


def tells(header: str) -> bool:
    """Whether a column says of each row whether it is a company: `is_organisation`."""
    return bare(header) in IS_FIRM | IS_PERSON


def may_tell(header: str, examples: Sequence[str]) -> str:
    """How a column may tell a company: by a word, by a yes, or by a no; empty when it tells none."""
    if bare(header) in IS_FIRM:
        return "yes"
    if bare(header) in IS_PERSON:
        return "no"
    told = {plain(text) for text in examples} - {""}
    return "word" if told and 2 * len(told & (FIRMS | PEOPLE)) > len(told) else ""


def only(rows: Iterator[Row], told: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of one side: companies (`firms`), or all others, by the column at this `place`. What is no row of the
    table stays with the others.
    """
    place, test, firms = told["place"], TESTS[told["by"]], told["firms"]
    for row in rows:
        cells = row[1]
        if (not isinstance(cells, RowProblem) and test(cells[place])) == firms:
            yield row
