"""What the documents say is so: links lead somewhere, commands exist, the example computes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from fsmlib.cli import app
from fsmlib.cli.danish_typer import UsageError
from tests.test_readme import blocks, fill_in, ran

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMANDS = DOCS / "commands.md"
EXAMPLE = DOCS / "vejledning" / "eksempel.md"
MADE = {DOCS / "rulebook.md", *(DOCS / "api").glob("*.md")}  # by `make docs`
WRITTEN = sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md")} - MADE)
OUTSIDE = {
    "https://creativecommons.org/licenses/by/4.0/",
    "https://docs.astral.sh/uv/",
    "https://www.dask.org",
    "https://docs.dask.org",
    "https://filesystem-spec.readthedocs.io",
}
FSM: Any = get_command(app)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_every_link_leads_to_a_file_a_heading_or_a_listed_address(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if target.startswith("http"):
            assert target in OUTSIDE
            continue
        file, _, place = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists() or found == DOCS / "rulebook.md", target
        assert not place or place in anchors(found), target


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_every_file_of_ours_that_is_named_is_there(path: Path) -> None:
    ours = r"`((?:fsmlib|tests|tools|docs|data|benchmarks|notebooks)/[\w./]*)`"
    text = path.read_text("utf-8") if path.name != "CHANGELOG.md" else ""
    assert [each for each in re.findall(ours, text) if not (ROOT / each).exists()] == []


def test_every_picture_is_shown_and_is_taken_by_the_script() -> None:
    screenshots = pytest.importorskip("tools.screenshots", reason="pip install playwright")
    text = "".join(path.read_text("utf-8") for path in WRITTEN)
    shown = set(re.findall(r"pictures/(\w+)\.png", text))
    there = {path.stem for path in (DOCS / "pictures").iterdir()}
    assert shown == there == {*screenshots.SECTIONS, *screenshots.DOORS}


def leaves(command: Any, *words: str) -> Iterator[tuple[str, Any]]:
    """Every command by the words that name it."""
    if not hasattr(command, "commands"):
        yield " ".join(words), command
    for name, sub in getattr(command, "commands", {}).items():
        yield from leaves(sub, *words, name)


def leaf(words: list[str]) -> tuple[str, Any, list[str]]:
    """The command that some words call, and the words left for it."""
    command, called = FSM, []
    while hasattr(command, "commands"):
        assert words and words[0] in command.commands, (called, words)
        called.append(words[0])
        command, words = command.commands[words[0]], words[1:]
    return " ".join(called), command, words


def written_commands() -> list[str]:
    """Every whole command of the documents: in their blocks, and within their sentences."""
    text = "\n".join(path.read_text("utf-8") for path in WRITTEN if path.name != "CHANGELOG.md")
    lines = re.findall(r"^fsm .+$", text, re.MULTILINE)
    spoken = re.findall(r"(?<!\| )`(fsm \w[^`]*)`", text)
    return sorted({*lines, *(each for each in spoken if not re.search(r"[…\[|]|COMMAND", each))})


@pytest.mark.parametrize("line", written_commands())
def test_every_command_of_the_documents_is_understood(line: str) -> None:
    words = shlex.split(line, posix=True)[1:]
    if (words[0] in ("--help", "explain") and len(words) == 1) or words[-1] == "--help":
        return
    name, command, rest = leaf(words)
    try:
        command.make_context(name, rest)
    except UsageError as error:
        in_a_sentence = len(rest) <= 2
        assert in_a_sentence and type(error).__name__ == "MissingParameter", error.format_message()


def test_the_table_of_commands_has_every_command_with_every_option() -> None:
    rows = re.findall(r"^\| `fsm (.+?)` \|", COMMANDS.read_text("utf-8"), re.MULTILINE)
    told: dict[str, set[str]] = {}
    for row in rows:
        name, _, _ = leaf(re.findall(r"\S+", row))
        told.setdefault(name, set()).update(re.findall(r"--[\w-]+", row))
    assert told.keys() == dict(leaves(FSM)).keys()
    for name, command in leaves(FSM):
        options = [p for p in command.params if p.param_type_name == "option"]
        names = [{*p.opts, *p.secondary_opts} for p in options]
        assert told[name] <= set().union(*names), name
        assert [each for each in names if not each & told[name]] == [], name


@pytest.mark.slow
def test_the_commands_to_try_run_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data", target_is_directory=True)
    (lines,) = blocks(COMMANDS, "sh")
    for line in lines:
        ran(line, tmp_path)


def test_the_example_of_the_guide_can_be_computed_by_hand(tmp_path: Path) -> None:
    commands = [line for block in blocks(EXAMPLE, "sh") for line in block]
    ran(commands[0], tmp_path)
    fill_in(
        tmp_path / "bemanding.xlsx", [("A", 37), ("B", 37, 5, "mødeleder"), ("C", 30), ("D", 20)]
    )
    ran(commands[1], tmp_path)
    told = ran("fsm explain staffing --data bemanding.xlsx", tmp_path)
    numbers = set(re.findall(r"\d+(?:,\d+)?", told))
    text = EXAMPLE.read_text("utf-8")
    (table,) = re.findall(r"\| Plads ved 35 .+?\n\n", text, re.DOTALL)
    by_hand = [
        row.split(" | ")[1:]
        for row in re.findall(r"^\| (?:[A-D]|I alt) \| .+(?= \|$)", table, re.M)
    ]
    hours, high, low = ([int(number) for number in column] for column in zip(*by_hand, strict=True))
    assert [sum(column[:-1]) for column in (hours, high, low)] == [hours[-1], high[-1], low[-1]]
    assert {str(number) for number in (*hours[:-1], *high, low[-1])} <= numbers
    assert {"132", "21", "3,77", "4,40"} <= numbers
    assert "er 3,77 årsværk" in text and "er 4,40 årsværk" in text and "mangler 21 pladser" in text


def test_the_site_s_rulebook_has_every_answer_once() -> None:
    from fsmlib.programme.sources import answers
    from tools.rulebook import rulebook

    headings = re.findall(r"^### (\S+) ", rulebook(), re.MULTILINE)
    assert headings == [*answers()]


def test_a_misspelled_word_is_found_and_the_texts_have_none() -> None:
    spell = pytest.importorskip("tools.spell")
    if spell.missing():
        pytest.skip(spell.missing())
    assert spell.misspelled("En sagsbehanlder i et ressourceforløb") == ["sagsbehanlder"]
    assert [
        (name, words) for name, text in spell.texts() if (words := spell.misspelled(text))
    ] == []
