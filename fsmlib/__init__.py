"""Plan and judge two Danish employment grants: HIR (caseworkers) and FSM2 (results).

The questions, each read from a municipality's files and answered in DataFrames:

>>> import fsmlib
>>> register = fsmlib.Registration.read()  # without a file: the shipped, invented example
>>> register
Registration(Middelfart Kommune, 2018-03-01)
>>> register.kept[["caseworker", "days_over"]].head(2)
  caseworker  days_over
0     anne a          0
1    Anne A.        237
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fsmlib.analyses.comparison import Comparison as Comparison
    from fsmlib.analyses.compliance import Compliance as Compliance
    from fsmlib.analyses.evaluation import Evaluation as Evaluation
    from fsmlib.analyses.monitoring import Monitoring as Monitoring
    from fsmlib.analyses.registration import Registration as Registration
    from fsmlib.analyses.staffing import Staffing as Staffing
    from fsmlib.analyses.visitation import Visitation as Visitation
    from fsmlib.programme.findings import FsmError as FsmError
    from fsmlib.programme.findings import InputError as InputError

_ROOMS = {
    "Comparison": "analyses.comparison",
    "Compliance": "analyses.compliance",
    "Evaluation": "analyses.evaluation",
    "Monitoring": "analyses.monitoring",
    "Registration": "analyses.registration",
    "Staffing": "analyses.staffing",
    "Visitation": "analyses.visitation",
    "FsmError": "programme.findings",
    "InputError": "programme.findings",
}
__all__ = [*_ROOMS]


def __getattr__(name: str) -> Any:
    """A question by its name; what it needs is imported when it is first asked for."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'fsmlib' has no attribute '{name}'")
    return getattr(import_module(f"fsmlib.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
