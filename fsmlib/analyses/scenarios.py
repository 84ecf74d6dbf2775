"""Named scenarios: a question under several sets of changes, and what parts two of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from fsmlib.programme.findings import FsmError

Scenarios = dict[str, dict[str, Any]]
AS_IS = "Siden selv"
MEND = "Skriv et navn og derunder værdierne, fx »Loft 32:« og på næste linje »  cap: 32«."


def read_scenarios(file: str | Path) -> Scenarios:
    """The changes of each scenario in a YAML file, by its name, in the order of the file.

    FsmError in Danish when the file is not there, or is no list of named changes.
    """
    path = Path(file)
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        raise FsmError(f"Filen med scenarier, »{path.name}«, kan ikke læses.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise FsmError(f"»{path.name}« er ikke YAML. {MEND}") from None
    named = content if isinstance(content, Mapping) else {}
    faults = [str(name) for name, changes in named.items() if not _is_changes(changes)]
    if not named or faults:
        told = (
            f"{', '.join(f'»{name}«' for name in faults)} har ikke" if faults else "Den har ingen"
        )
        raise FsmError(f"»{path.name}« har ikke scenarier, der kan læses: {told} værdier. {MEND}")
    return {str(name): dict(changes or {}) for name, changes in named.items()}


def _is_changes(changes: Any) -> bool:
    return changes is None or (
        isinstance(changes, Mapping) and all(isinstance(name, str) for name in changes)
    )


def steps_between(
    first: Mapping[str, Any], second: Mapping[str, Any], order: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """The way from one set of changes to another, one value at a time in the order given.

    Each step is the name of the value that moves, and the changes once it has moved.

    >>> steps_between({"cap": 30}, {"accepted_risk": 0.1}, {"accepted_risk": 0, "cap": 0})
    [('accepted_risk', {'cap': 30, 'accepted_risk': 0.1}), ('cap', {'accepted_risk': 0.1})]
    """
    at, steps = dict(first), []
    for name in order:
        if first.get(name) != second.get(name):
            moved = {name: second[name]} if name in second else {}
            at = {key: value for key, value in at.items() if key != name} | moved
            steps.append((name, at))
    return steps
