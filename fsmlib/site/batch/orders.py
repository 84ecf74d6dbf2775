"""Which pages are asked for: every notebook for every municipality, with its parameters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from fsmlib.danish import listed
from fsmlib.programme.findings import FsmError, InputError, has_errors
from fsmlib.programme.names import unknown
from fsmlib.site.batch.inputs import MONTHLY, is_baseline
from fsmlib.site.parameters import checked, parameters_of
from fsmlib.site.privacy import leaks
from fsmlib.site.run import read_notebook
from fsmlib.tables.files import files_of, grids
from fsmlib.tables.headers import headed
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import (
    TOGETHER,
    municipalities,
    municipality_codes,
    municipality_name,
    nearly_municipality,
)

MUNICIPALITY_HEADERS = frozenset(
    {"kommune", "kommunekode", "kommunenavn", "municipality", "municipality_code"}
)
DATA = "data"
IN_BATCH = {"what_if": "nej"}  # what a page is made with, unless it is asked for
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"})


@dataclass(frozen=True)
class Order:
    """A page that is asked for.

    `municipality_code` is empty for a page that is about no municipality; `given` are parameters
    as text; `data` is the municipality's own file or folder, empty when it has none; a `problem`
    with it is told instead of the page.  `baseline` is what Jobindsats tells of all municipalities,
    empty when the page cannot be made from it.
    """

    notebook: str
    municipality_code: str
    given: Mapping[str, str]
    data: str
    baseline: str
    problem: str = ""

    @property
    def folder(self) -> str:
        """The folder of its outputs in the site."""
        return folder_of(self.municipality_code)

    @property
    def key(self) -> str:
        """What it is called in the account of the run."""
        return f"{self.municipality_code}/{self.notebook}"


@dataclass(frozen=True)
class Unused:
    """What to tell of inputs that no page is made from; some are wrong when a name must be mended.

    Those of municipalities that are not asked for are not wrong.
    """

    told: tuple[str, ...] = ()
    some_are_wrong: bool = False


def folder_of(code: str) -> str:
    """The folder of a municipality's pages; without a code, of those that are about none."""
    return slug_of(code) if code else "faelles"


def slug_of(code: str) -> str:
    """A file name for a municipality that every system takes.

    >>> slug_of("0825"), slug_of("0561+0563")
    ('0825-laesoe', '0561-0563-esbjerg-og-fanoe')
    """
    return f"{code.replace(TOGETHER, '-')}-{slug(municipality_name(code))}"


def slug(name: str, between: str = "-") -> str:
    """A name in the letters every system takes, with something `between` its words.

    >>> slug("Ringkøbing-Skjern"), slug("Århus Kommune", "")
    ('ringkoebing-skjern', 'aarhuskommune')
    """
    letters = name.casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", between, letters).strip("-")


def orders_of(
    notebooks: Iterable[str],
    municipalities_file: Path | None,
    inputs: Path | None,
    given: Mapping[str, str],
) -> list[Order]:
    """Every page that is asked for; FsmError in Danish with all that is wrong with the asking.

    A parameter goes to each notebook that takes it, a municipality's own before one for all.
    """
    wanted = _municipalities(municipalities_file)
    opened = {name: read_notebook(name) for name in notebooks}
    known = {name: set(parameters_of(notebook)) - {DATA} for name, notebook in opened.items()}
    _check_known([given, *wanted.values()], known)
    for_all = _baseline(inputs) if inputs else ""
    own = {code: _own_data(inputs, code) for code in wanted} if inputs else {}
    orders = []
    for name, notebook in opened.items():
        for code, columns in wanted.items() if _is_of_one(notebook) else [("", {})]:
            merged = {**IN_BATCH, **given, **columns}
            parameters = {k: v for k, v in merged.items() if k in known[name]}
            checked(notebook, parameters)
            data, problem = own.get(code, ("", ""))
            baseline = for_all if _takes_monthly(notebook) else ""
            orders.append(Order(name, code, parameters, data, baseline, problem))
    return sorted(orders, key=lambda order: (order.municipality_code, order.notebook))


def _is_of_one(notebook: nbformat.NotebookNode) -> bool:
    """Whether a page is about one municipality, and not about all of them together."""
    return _takes_data(notebook) and not notebook.metadata["fsmlib"].get("shared")


def _takes_data(notebook: nbformat.NotebookNode) -> bool:
    return DATA in parameters_of(notebook)


def _takes_monthly(notebook: nbformat.NotebookNode) -> bool:
    """Whether a page can be made from what Jobindsats tells."""
    about = notebook.metadata.get("fsmlib", {})
    return about.get("baseline") == MONTHLY or bool(about.get("shared"))


def _check_known(asked: Iterable[Mapping[str, str]], known: Mapping[str, set[str]]) -> None:
    names = set().union(*known.values())
    strangers = sorted({name for given in asked for name in given} - names)
    if strangers:
        raise FsmError("\n".join("Parameteren " + unknown(name, names) for name in strangers))


def _municipalities(file: Path | None) -> dict[str, dict[str, str]]:
    """The municipalities asked for by code, with their own parameters; all without a file."""
    if file is None:
        return {str(code): {} for code in municipalities().index}
    path, *others = files_of(file)
    if others:
        raise FsmError(f"Listen over kommuner er én fil; »{file}« har flere.")
    grid = next(iter(grids(path)), None)
    if grid is None:
        raise FsmError(f"»{path.name}« er tom.")
    grid = headed(grid)
    if has_errors(grid.findings):
        raise InputError(finding.at(grid.place) for finding in grid.findings)
    _, header = grid.header
    rows = zip(*([c.different[n] for n in c.which] for c in grid.columns), strict=True)
    names = [str(cell or "").strip() for cell in header]
    places = [n for n, name in enumerate(names) if name.casefold() in MUNICIPALITY_HEADERS]
    if not places:
        raise FsmError(f"»{path.name}« mangler en kolonne, der hedder Kommune.")
    found: dict[str, dict[str, str]] = {}
    faults = []
    for number, row in zip(grid.numbers.tolist(), rows, strict=True):
        place = f"{path.name}, række {number}"
        try:
            code = municipality_codes(row[places[0]])
        except CellError as error:
            faults.append(f"{place}: {error.problem} {error.mend}")
            continue
        if code in found:
            faults.append(f"{place}: {municipality_name(code)} står der to gange.")
        found[code] = {
            name: _as_text(cell)
            for n, (name, cell) in enumerate(zip(names, row, strict=False))
            if name and n not in places and cell is not None
        }
    if faults or not found:
        raise FsmError("\n".join(faults) or f"»{path.name}« har ingen kommuner.")
    return found


def _as_text(cell: object) -> str:
    """A cell as a parameter: dates as ISO text, numbers without an idle decimal."""
    if hasattr(cell, "date"):
        return str(cell.date().isoformat())
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _own_data(inputs: Path, code: str) -> tuple[str, str]:
    """A municipality's own file or folder, empty when it has none; and what is wrong with it."""
    found = [path for path in _inputs(inputs) if path.stem.casefold() in _file_names(code)]
    if len(found) > 1:
        told = listed([path.name for path in found])
        return "", f"{municipality_name(code)} har både {told}; behold kun den ene."
    return (str(found[0].absolute()) if found else ""), ""


def _file_names(code: str) -> set[str]:
    """What a municipality's file or folder may be called: its code, its name, or both."""
    return {name.casefold() for name in (code, municipality_name(code), slug_of(code))}


def _baselines(inputs: Path) -> list[Path]:
    return [path for path in _inputs(inputs) if is_baseline(path)]


def _baseline(inputs: Path) -> str:
    """What Jobindsats tells of all municipalities; empty when it is not there, or is two files."""
    found = _baselines(inputs)
    return str(found[0].absolute()) if len(found) == 1 else ""


def unused_inputs(municipalities_file: Path | None, inputs: Path | None) -> Unused:
    """The files and folders of the inputs that belong to no municipality of the run."""
    if inputs is None:
        return Unused()
    wanted = {name for code in _municipalities(municipalities_file) for name in _file_names(code)}
    known = {name for code in municipalities().index for name in _file_names(str(code))}
    left = {path.name: path.stem for path in _inputs(inputs) if not is_baseline(path)}
    left = {name: stem for name, stem in left.items() if stem.casefold() not in wanted}
    wrong = [_stray(name, stem) for name, stem in left.items() if stem.casefold() not in known]
    if len(twice := _baselines(inputs)) > 1:
        told = listed([path.name for path in twice])
        wrong.append(f"{told} er ikke brugt; behold kun den ene.")
    others = [name for name, stem in left.items() if stem.casefold() in known]
    not_asked = [f"Ikke bestilt og derfor ikke brugt: {listed(others)}."] if others else []
    return Unused((*wrong, *not_asked), bool(wrong))


def _stray(name: str, stem: str) -> str:
    """What to tell of a file that is most likely misspelt."""
    try:
        meant = f"Mente du »{municipality_name(municipality_codes(stem))}«?"
    except CellError:
        meant = nearly_municipality(stem)
    mend = f"{meant} Brug kode eller navn.".lstrip()
    told = f"»{name}« er ikke brugt: ingen af kommunerne hedder sådan. {mend}"
    named = "En fil, hvis navn nævner en person, er ikke brugt. Giv den kommunens kode eller navn."
    return named if leaks(told.encode(), ".txt") else told


def _inputs(inputs: Path) -> list[Path]:
    if not inputs.is_dir():
        raise FsmError(f"Mappen »{inputs}« findes ikke.")
    return sorted(path for path in inputs.iterdir() if not path.name.startswith((".", "~$")))
