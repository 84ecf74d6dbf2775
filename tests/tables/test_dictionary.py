"""The data dictionary says what the schemas say."""

from fsmlib.shipped import shipped
from fsmlib.tables.dictionary import data_dictionary
from fsmlib.tables.schemas import SCHEMAS


def test_the_stored_dictionary_is_what_the_schemas_say() -> None:
    assert shipped("data", "README.md").read_text("utf-8") == data_dictionary()


def test_it_has_every_column_of_every_table() -> None:
    text = data_dictionary()
    for schema in SCHEMAS.values():
        _, _, section = text.partition(f"## {schema.name} (")
        rows = section.partition("## ")[0]
        for column in schema.columns:
            written = f"**{column.name}**" if column.needed else column.name
            assert f"| {written} | {column.header}" in rows
