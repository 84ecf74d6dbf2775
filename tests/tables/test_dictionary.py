"""The data dictionary says what the schemas say."""

from fsmlib.shipped import shipped
from fsmlib.tables.dictionary import data_dictionary
from fsmlib.tables.schemas import SCHEMAS


def test_the_stored_dictionary_is_what_the_schemas_say() -> None:
    assert shipped("data", "README.md").read_text("utf-8") == data_dictionary()


def test_it_has_every_column_of_every_table() -> None:
    text = data_dictionary()
    for schema in SCHEMAS.values():
        assert all(f"{column.name}" in text for column in schema.columns)
