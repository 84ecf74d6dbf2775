"""What an explanation is: see `fsmlib.analyses.explanation`."""

from fsmlib.analyses.explanation import Explanation, Trail, explanation
from fsmlib.analyses.steps import plain, rows

__all__ = ["Explanation", "Trail", "explanation", "plain", "rows"]
