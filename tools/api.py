"""The API as pages of the documentation: one for each room, its modules from their docstrings."""

import pkgutil
from pathlib import Path

import fsmlib

ROOMS = sorted(each.name for each in pkgutil.iter_modules(fsmlib.__path__) if each.ispkg)


def write_api(folder: Path) -> None:
    """Writes a Markdown page for each room of the package into `folder`."""
    folder.mkdir(exist_ok=True)
    for left in folder.glob("*.md"):
        left.unlink()
    for room in ROOMS:
        modules = pkgutil.walk_packages([str(Path(fsmlib.__path__[0], room))], f"fsmlib.{room}.")
        names = [f"fsmlib.{room}", *sorted(each.name for each in modules)]
        (folder / f"{room}.md").write_text(
            "\n".join([f"# {room}\n", *map(_module, names)]), "utf-8"
        )


def _module(name: str) -> str:
    return f"## {name}\n\n```{{eval-rst}}\n.. automodule:: {name}\n```\n"
