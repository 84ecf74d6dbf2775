"""Named scenarios: a question under several sets of changes, and what parts two of them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import yaml

from fsmlib.analyses.question import Question
from fsmlib.danish import content
from fsmlib.figures import charts
from fsmlib.programme.findings import FsmError
from fsmlib.programme.values import Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Scenarios = dict[str, dict[str, Any]]
Asked = TypeVar("Asked", bound=Question)
AS_IS = "Siden selv"
SCENARIO_LABEL_WIDTH = 18
HOW_TO_WRITE = "Skriv et navn og derunder værdierne, fx »Loft 32:« og på næste linje »  cap: 32«."


def read_scenarios(file: str | Path) -> Scenarios:
    """The changes of each scenario in a YAML file, by its name, in the order of the file.

    FsmError in Danish when the file is not there, or is no list of named changes.
    """
    path = Path(file)
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        raise FsmError(
            f"Filen med scenarier, »{path.name}«, kan ikke læses. Se efter, om stien er rigtig."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise FsmError(f"»{path.name}« er ikke YAML. {HOW_TO_WRITE}") from None
    named = content if isinstance(content, Mapping) else {}
    faults = [str(name) for name, changes in named.items() if not _is_changes(changes)]
    if not named or faults:
        told = (
            f"{', '.join(f'»{name}«' for name in faults)} har ikke" if faults else "Den har ingen"
        )
        raise FsmError(
            f"»{path.name}« har ikke scenarier, der kan læses: {told} værdier. {HOW_TO_WRITE}"
        )
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


def asked_under(question: Asked, scenarios: Scenarios) -> dict[str, Asked]:
    """The question as it is, and under each scenario, by name.

    FsmError that names the scenario, for a value that is unknown or makes no sense.
    """
    asked = {AS_IS: question}
    for name, changes in scenarios.items():
        try:
            asked[name] = question.with_changes(**changes)
        except FsmError as error:
            raise FsmError(f"Scenariet »{name}«: {error}") from None
    return asked


def scenario_steps(
    question: Asked,
    scenarios: Scenarios,
    measure: Callable[[Asked], int],
    in_use: Callable[[Asked, str], Any] = lambda asked, name: asked.values[name].value,
) -> pd.DataFrame:
    """From one scenario's whole kroner to another's, one value at a time; it sums exactly.

    The first two scenarios, or the question as it is and the only one.  Values move in the order of
    the programme's file; `in_use` is where one has moved to.  Columns label, dkk and is_total: a
    total stands by itself, a step is added to the one before; what moves nothing is a step of 0.
    """
    asked = list(asked_under(question, scenarios).items())
    (first, start), (second, end) = asked[1:3] if len(asked) > 2 else asked
    changes = {AS_IS: {}, **scenarios}
    level = measure(start)
    rows = [(first, level, True)]
    for name, at in steps_between(changes[first], changes[second], question.values):
        moved = question.with_changes(**at)
        value = moved.values[name]
        label = f"{value.label.split(' (')[0]}: {setting(value, in_use(moved, name))}"
        rows.append((label, measure(moved) - level, False))
        level = measure(moved)
    assert level == measure(end)
    return pd.DataFrame([*rows, (second, level, True)], columns=["label", "dkk", "is_total"])


def setting(value: Value, at: Any) -> str:
    """What a value is set to, the choice of a reading in words."""
    return (value.options or {}).get(str(at)) or content(at)


def plot_difference(difference: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """The way from the one to the other as a staircase of kroner."""
    labels = [charts.wrapped(label, SCENARIO_LABEL_WIDTH) for label in difference["label"]]
    steps, totals = difference["dkk"], difference["is_total"]
    return charts.waterfall(labels, list(steps), list(totals), ax, unit="Kr.")
