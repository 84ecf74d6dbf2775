"""What the evaluator can turn: one control for each value, with range, unit and default."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fsmlib.analyses.evaluation import DIVISION, is_cheap
from fsmlib.app.evaluation.settings import Settings, setting_text
from fsmlib.pages.spans import span_of
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import Value

WEIGHT_STEPS = 20
WEIGHTS = {
    "cap": ("weight_rules", "weight_need", "weight_price", "weight_passive"),
    "thresholds": ("weight_rules", "weight_price", "weight_result"),
}
# What moves the need: every proposal is judged anew.
NEED_LABELS = {
    "cap": ("cap", "accepted_risk", "mean_duration_months", "inflow_spread"),
    "thresholds": (),
}


@dataclass(frozen=True)
class Control:
    """A value that can be turned: a choice among `options`, else a number from `low` to `high`.

    `is_quick` is whether the page can follow while it moves.
    """

    value: Value
    text: str
    default: str
    options: dict[str, str]
    is_quick: bool
    low: Any = 0
    high: Any = 0
    step: Any = 1

    @property
    def hint(self) -> str:
        """Range, unit and default in words."""
        span = f"{setting_text(self.low)} til {setting_text(self.high)} {self.value.unit}".strip()
        return f"{span}; standard {self.default}"


def weights(settings: Settings) -> list[Control]:
    """The weights of the criteria, which the first screen has."""
    values = settings.values
    return [*_controls(WEIGHTS[values.kind], values)]


def others(settings: Settings) -> list[Control]:
    """What divides the pool, and what the need rests on."""
    values = settings.values
    return [*_controls((*DIVISION, *NEED_LABELS[values.kind]), values)]


def _controls(names: tuple[str, ...], values: Values) -> Iterator[Control]:
    for name in names:
        value = values[name]
        texts = setting_text(value.value), setting_text(value.default)
        if value.options and isinstance(value.default, str):
            yield Control(value, *texts, value.options, is_cheap(name))
            continue
        low, high = span_of(name, values)
        step = 1 if _is_whole(value) else (high - low) / WEIGHT_STEPS
        yield Control(value, *texts, {}, is_cheap(name), low, high, step)


def _is_whole(value: Value) -> bool:
    return value.kind in ("reading", "choice") and isinstance(value.default, int)
