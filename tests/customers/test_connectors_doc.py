"""The page on connectors says of each vendor what the code says."""

from django.conf import settings

from customers.connectors.doc import filled


def test_the_tables_in_the_docs_are_those_of_the_connectors() -> None:
    page = (settings.BASE_DIR / "docs" / "connectors.md").read_text()
    assert page == filled(page), "run `make manage DO=connectors_doc`"
