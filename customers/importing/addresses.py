"""Addresses that lie in several columns: which columns belong to one, and how they become one line."""

import re
from collections.abc import Iterable, Mapping

from customers.importing.headers import bare

#: Which address of several is the firm's own, the first there is.
GROUPS = (
    "billingaddress", "billing", "invoiceaddress", "mailingaddress", "mailing", "address1", "primaryaddress",
    "organizationaddress", "businessaddress", "business", "address", "",
    "shippingaddress", "shipping", "deliveryaddress", "otheraddress", "other", "address2",
)  # fmt: skip
#: The parts of an address from the smallest to the largest, as it is written in English.
PARTS = (
    "fulladdress, line, line1, street, street1, streetaddress, address, strasse, rue, calle, 详细地址, 地址, 街道",
    "line2, line3, street2, street3, 区, 区县",
    "city, town, città, plaats, miasto, město, город, ort, stadt, ville, ciudad, cidade, 市, 城市",
    "state, stateid, uf, province, stateprovince, stateorprovince, stateregion, region, county, 省, 省份",
    "code, zip, zipcode, postalcode, zippostalcode, postcode, plz, postleitzahl, codepostal, códigopostal, cep, 邮编",
    "country, countryid, countryregion, countryname, land, paese, страна, pays, país, 国家",
)
_ORDER = {word.strip(): place for place, words in enumerate(PARTS) for word in words.split(",")}
#: Of an address, the names that mean nothing else.
PLACES = frozenset({"city", "town", "zip", "zipcode", "postalcode", "postcode", "country"})
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _split(name: str) -> tuple[int, int] | None:
    """The place of the group and of the part; `Billing Address Line 1` is of the same group as `Billing City`."""
    for place, group in enumerate(GROUPS):
        rest = name.removeprefix(group)
        if name.startswith(group) and rest in _ORDER:
            short = group.removesuffix("address")
            return (GROUPS.index(short) if short in GROUPS and short else place), _ORDER[rest]
    return None


def _name(header: str) -> str:
    """A header as it is compared; `City 1` is the city of the first address."""
    return bare(header).removesuffix("1")


def part(name: str) -> int | None:
    """The rank of a plain header that names a part of an address by its group; None when it is no such part."""
    found = _split(name)
    if found is None or not GROUPS[found[0]]:
        return None
    return found[0] * 10 + found[1] + 1


def are_in(columns: Iterable[str]) -> bool:
    """Whether some of the columns lie in a place: a city, a postal code or a country."""
    return any(_name(header) in PLACES for header in columns)


def may_be_state(header: str) -> bool:
    """Whether this is "State", which is a part of an address beside a city, and how things stand without one."""
    return _name(header) == "state"


def others(columns: Mapping[int, str]) -> set[int]:
    """Of the columns (place → header) that are parts of addresses, those that belong to another than the first."""
    groups = {place: (_split(_name(header)) or (GROUPS.index(""), 0))[0] for place, header in columns.items()}
    first = min(groups.values())
    return {place for place, group in groups.items() if group != first}


def order(header: str) -> int:
    """Where in an address a column belongs, 0 first."""
    found = _split(_name(header))
    return found[1] if found else 0


def joined(parts: Iterable[str]) -> str:
    """The parts, the smallest first, as one line: from large to small where they are Chinese."""
    told = list(dict.fromkeys(part for part in (each.strip() for each in parts) if part))
    if not any(CHINESE.search(part) for part in told):
        return ", ".join(part.replace("\r\n", ", ").replace("\n", ", ") for part in told)
    line = ""
    for part in reversed([part for part in told if not part.isdigit()]):
        line = part if line and part.startswith(line) else line + part
    return " ".join([line, *(part for part in told if part.isdigit())])
