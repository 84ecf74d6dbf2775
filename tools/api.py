"""The API as pages of the documentation: one for each room, its modules from their docstrings."""

import pkgutil
from pathlib import Path

import fsmlib

ROOMS = sorted(each.name for each in pkgutil.iter_modules(fsmlib.__path__) if each.ispkg)


def write_api(folder: Path) -> None:
    """Writes a Markdown page for each room of the package into `folder`."""
    folder.mkdir(exist_ok=True)
    for room in ROOMS:
        modules = pkgutil.walk_packages([str(Path(fsmlib.__path__[0], room))], f"fsmlib.{room}.")
        names = [f"fsmlib.{room}", *sorted(each.name for each in modules)]
        page = "\n".join([f"# {room}\n", *map(_module, names)])
        target = folder / f"{room}.md"
        if not target.exists() or target.read_text("utf-8") != page:
            target.write_text(page, "utf-8")


def _module(name: str) -> str:
    return f"## {name}\n\n```{{eval-rst}}\n.. automodule:: {name}\n```\n"
