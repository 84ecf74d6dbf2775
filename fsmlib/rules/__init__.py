"""The arithmetic: who takes part, caseload, staffing, budget, visitation, results and payout."""

import importlib
import pkgutil
from functools import cache

from fsmlib.programme.sources import RULES, Answer, Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule function, module by module, whichever of them was imported first."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(RULES, key=lambda entry: entry.function.__module__))


def functions_of(answer: Answer) -> list[Rule]:
    """The rule functions that rest on an answer, or on those whose place it takes."""
    ids = {answer.id, *answer.instead_of}
    return [entry for entry in all_rules() if ids & set(entry.sources)]
