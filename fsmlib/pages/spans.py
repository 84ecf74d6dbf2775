"""From where to where a value can be turned with a slider."""

from typing import Any

from fsmlib.programme.parameters import Values


def span_of(name: str, values: Values) -> tuple[Any, Any]:
    """The two values a reading lies between, the range of an assumption, or a choice's limits.

    >>> from fsmlib.programme.parameters import load
    >>> span_of("cap", load("hir", on="2018-03-01"))
    (30, 35)
    """
    value = values[name]
    if value.between:
        low, high = (values[end].value for end in value.between)
        return low, high
    if value.low is not None and value.high is not None:
        return value.low, value.high
    return value.at_least or 0, value.at_most or 1
