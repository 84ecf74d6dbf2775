"""How to cite fsmlib: the words of `CITATION.cff`, as text and as BibTeX."""

from typing import Any

import typer

from fsmlib.cli.danish_typer import Command

app = typer.Typer()


@app.command(cls=Command)
def cite() -> None:
    """Vis, hvordan fsmlib citeres, som tekst og som BibTeX."""
    import yaml

    from fsmlib.shipped import shipped

    source = yaml.safe_load(shipped("CITATION.cff").read_text("utf-8"))
    typer.echo(f"{citation_text(source)}\n\n{as_bibtex(source)}\n")
    typer.echo("En side citeres med boksen nederst på den: version, filer og kommando.")


def citation_text(source: dict[str, Any]) -> str:
    """A citation in one line, from the content of `CITATION.cff`."""
    authors, year = _authors(source), source["date-released"].year
    return f"{authors} ({year}). {source['title']} (version {source['version']})."


def as_bibtex(source: dict[str, Any]) -> str:
    """The same as an entry of BibTeX; `@misc`, since older styles know no software."""
    fields = {
        "author": f"{{{_authors(source)}}}",
        "title": source["title"],
        "year": source["date-released"].year,
        "note": f"Version {source['version']}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{fsmlib,\n{lines}}}"


def _authors(source: dict[str, Any]) -> str:
    return " and ".join(author["name"] for author in source["authors"])
