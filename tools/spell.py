"""Spells what a user reads in Danish, with Debian's hunspell and our own list of words.

`make spell`.  Code, links and ids are left out; `tools/ordliste.txt` holds the field's words.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
OWN_WORDS = ROOT / "tools" / "ordliste.txt"
DANISH_KEYS = {"label", "definition", "heading", "text", "does", "question", "says", "origin"}
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?:\S+|\b[\w.]+\.(?:dk|org|md|html|xlsx|csv)\b"
    r"|\b(?:HIR|FSM2|GEN)-[\w.]+|\b\w+[=_]\w+",
    re.DOTALL,
)


def texts() -> Iterator[tuple[str, str]]:
    """Each file with Danish in it, and what of it is Danish prose."""
    for path in sorted((ROOT / "docs" / "vejledning").glob("*.md")):
        yield path.name, path.read_text("utf-8")
    yield "README.md", (ROOT / "README.md").read_text("utf-8").split("\n---\n")[0]
    for path in sorted((ROOT / "fsmlib" / "programme").glob("*.yaml")):
        yield path.name, "\n".join(_danish(yaml.safe_load(path.read_text("utf-8"))))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield path.name, "\n".join(_cells(json.loads(path.read_text("utf-8"))))


def _danish(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for key, value in content.items():
            if key in DANISH_KEYS and isinstance(value, str):
                yield value
            elif key == "options":
                yield from map(str, value.values() if isinstance(value, dict) else ())
            else:
                yield from _danish(value)


def _cells(notebook: dict[str, Any]) -> Iterator[str]:
    """The notebook's own text, and the help beside its parameters."""
    for cell in notebook["cells"]:
        lines = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield lines
        elif "parameters" in cell["metadata"].get("tags", []):
            yield from re.findall(r"# (.*)", lines)


def misspelled(text: str) -> list[str]:
    """The words of a text that neither hunspell nor our list knows, each once."""
    told = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", "da_DK", "-p", str(OWN_WORDS), "-l"],
        input=NOT_PROSE.sub(" ", text),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return sorted({word.strip(".-") for word in told.stdout.split()} - {""})


def missing() -> str:
    """What to install, in a sentence; empty when all is there."""
    asked = ["hunspell", "-d", "da_DK", "-l"]
    if (
        shutil.which("hunspell")
        and not subprocess.run(asked, input=b"", capture_output=True).returncode
    ):
        return ""
    return "The Danish is spelled with hunspell: apt-get install hunspell hunspell-da"


def main() -> None:
    """Prints each word with its file; exit code 1 when there is one."""
    if missing():
        sys.exit(missing())
    found = [(name, misspelled(text)) for name, text in texts()]
    for name, words in found:
        for word in words:
            print(f"{name}: {word}")
    if any(words for _, words in found):
        sys.exit(f"Mend the text, or add a word of the field to {OWN_WORDS.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
