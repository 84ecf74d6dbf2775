"""What the project tells machines of itself: the same everywhere, and what each format asks."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tests.test_readme import ran

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Author(Strict):
    name: str


class Citation(Strict):
    """What the Citation File Format 1.2.0 requires, and the keys we use of the rest."""

    cff_version: Literal["1.2.0"] = Field(alias="cff-version")
    message: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    authors: Annotated[list[Author], Field(min_length=1)]
    type: Literal["software", "dataset"]
    abstract: str
    version: str
    date_released: object = Field(alias="date-released")
    license: Literal["MIT"]
    keywords: list[str]


class Description(Strict):
    short: Annotated[str, Field(alias="shortDescription", max_length=150)]
    long: Annotated[str, Field(alias="longDescription", min_length=150, max_length=10_000)]
    features: Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1)]


class Publiccode(BaseModel):
    """The keys that publiccode.yml 0.4 requires, with the values it admits for ours."""

    version: Literal["0.4"] = Field(alias="publiccodeYmlVersion")
    name: str
    url: Annotated[str, Field(pattern=r"^https://")]
    platforms: list[Literal["windows", "mac", "linux"]]
    status: Literal["concept", "development", "beta", "stable", "obsolete"] = Field(
        alias="developmentStatus"
    )
    kind: Literal["standalone/desktop"] = Field(alias="softwareType")
    description: dict[Literal["da", "en"], Description]
    legal: dict[Literal["license"], Literal["MIT"]]
    maintenance: dict[str, object]
    localisation: dict[str, object]


def test_citation_and_publiccode_have_what_their_formats_require() -> None:
    Citation.model_validate(CITATION)
    told = Publiccode.model_validate(PUBLICCODE)
    assert told.maintenance["type"] == "community" and told.maintenance["contacts"]
    assert {"localisationReady", "availableLanguages"} <= told.localisation.keys()


def test_version_day_and_licence_are_the_same_everywhere() -> None:
    newest = re.search(
        r"^## ([\d.]+) \((\d{4}-\d\d-\d\d)\)",
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert newest
    version, day = newest.groups()
    assert PROJECT["version"] == CITATION["version"] == PUBLICCODE["softwareVersion"] == version
    assert CITATION["date-released"].isoformat() == PUBLICCODE["releaseDate"] == day
    assert PROJECT["license"] == CITATION["license"] == PUBLICCODE["legal"]["license"]


def test_fsm_cite_tells_the_citation_as_text_and_bibtex(tmp_path: Path) -> None:
    told = ran("fsm cite", tmp_path)
    assert f"({CITATION['date-released'].year}). {CITATION['title']}" in told
    assert f"  title = {{{CITATION['title']}}},\n" in told
    assert told.count(f"ersion {PROJECT['version']}") == 2


def test_nothing_is_said_to_be_published_that_is_not() -> None:
    assert PUBLICCODE["url"].startswith("https://not-yet-published.invalid/")
    assert "not yet published" in (ROOT / "README.md").read_text("utf-8")
