"""The command line's fixed words in Danish; typer has no translation of its own."""

import re
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
    "[default:": "[standard:",
}
TYPE = re.compile(r" <[\w\[\] ]+>")  # what Python calls an argument's type


class DanishHelp:
    """Help whose fixed words are Danish."""

    def get_help(self, ctx: Any) -> str:
        """The help text of a command."""
        text = str(super().get_help(ctx))  # type: ignore[misc]
        for english, danish in IN_DANISH.items():
            text = text.replace(english, danish)
        return TYPE.sub(lambda found: " " * len(found[0]), text)


class DanishGroup(DanishHelp, TyperGroup):
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
        case "BadOptionUsage":
            return f"Tilvalget »{error.option_name}« mangler sin værdi, eller skal ingen have."
        case "MissingParameter":
            return f"Der mangler »{_shown(error.param)}«."
        case "BadParameter":
            return f"Værdien af »{_shown(error.param)}« kan ikke bruges."
        case _:
            return "Kommandoen findes ikke, eller den har fået for mange ord."


def _shown(parameter: Any) -> str:
    """A parameter as the help shows it: `--out`, or the word that stands for an argument."""
    is_option = parameter.param_type_name == "option"
    return str(max(parameter.opts, key=len) if is_option else parameter.metavar)
