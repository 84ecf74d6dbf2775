"""The arithmetic, in the order a case meets it: who takes part, caseload, staffing, budget."""

import importlib
import pkgutil
from functools import cache

from fsmlib.programme.sources import RULES, Answer, Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule function, in the order a case meets them."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(RULES)


def functions_of(answer: Answer) -> list[Rule]:
    """The rule functions that rest on an answer, or on those whose place it takes."""
    ids = {answer.id, *answer.instead_of}
    return [entry for entry in all_rules() if ids & set(entry.sources)]
