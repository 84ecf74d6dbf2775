"""The command line's fixed words in Danish; typer has no translation of its own."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

UsageError: Any = typer.BadParameter.__mro__[1]


IN_DANISH = {
    "Usage: ": "Brug: ",
    "[OPTIONS]": "[TILVALG]",
    "COMMAND [ARGS]": "KOMMANDO [ARGUMENTER]",
    "Options:": "Tilvalg:",
    "Commands:": "Kommandoer:",
    "Arguments:": "Argumenter:",
    "Show this message and exit.": "Vis denne hjælp.",
    "[required]": "[skal angives]",
    "[default: ": "[standard: ",
}


class DanishHelp:
    """Help whose fixed words are Danish."""

    def get_help(self, ctx: Any) -> str:
        """The help text of a command."""
        text = str(super().get_help(ctx))  # type: ignore[misc]
        for english, danish in IN_DANISH.items():
            text = text.replace(english, danish)
        return text


class Group(DanishHelp, TyperGroup):
    """`fsm` itself."""


class Command(DanishHelp, TyperCommand):
    """One of its commands."""


def misuse(error: Any) -> str:
    """What was wrong with the command line, in Danish."""
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return "Skriv en kommando."
        case "NoSuchOption":
            return f"Tilvalget »{error.option_name}« kendes ikke."
        case "MissingParameter":
            return f"Der mangler »{error.param.name}«."
        case "BadParameter":
            return f"Værdien af »{error.param.name}« kan ikke bruges."
        case _:
            return "Kommandoen findes ikke, eller den har fået for mange ord."
