"""The page on connectors says of each vendor what the code says."""

from django.conf import settings

from customers.connectors.doc import filled
from customers.connectors.interface import Connector
from customers.connectors.registry import VENDORS


def test_the_tables_in_the_docs_are_those_of_the_connectors() -> None:
    page = (settings.BASE_DIR / "docs" / "connectors.md").read_text()
    assert page == filled(page), "run `make manage DO=connectors_doc`"


def test_who_adds_a_crm_reads_of_all_it_is_asked() -> None:
    page = (settings.BASE_DIR / "docs" / "how-to" / "add-a-crm.md").read_text(encoding="utf-8")
    asked = {name for name in (*vars(Connector), *Connector.__annotations__) if not name.startswith("_")}
    assert {name for name in asked if f"`{name}`" not in page} == set()
    folder = settings.BASE_DIR / "customers" / "connectors"
    for vendor in VENDORS:
        assert {"client.py", "errors.py", "mapping.py", "owner_changes.py", "connector.py"} <= {
            path.name for path in (folder / vendor).iterdir()
        }
