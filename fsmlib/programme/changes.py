"""One value changed: what is asked for must have its type and lie within its limits."""

from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import danish_number, exactly
from fsmlib.programme.values import YEARS, Value


def changed(value: Value, raw: Any) -> Value:
    """The value with another content, given as such or as text; FsmError where it makes no sense.

    >>> from fsmlib.programme.parameters import load
    >>> changed(load("hir", on="2018-03-01")["accepted_risk"], "0,1").value
    0.1
    """
    content = _same_type(value, raw)
    if value.at_least is not None and content < value.at_least:
        raise FsmError(
            f"»{value.name}« skal være mindst {exactly(value.at_least)}; den er sat til {raw}."
        )
    if value.at_most is not None and content > value.at_most:
        raise FsmError(
            f"»{value.name}« må højst være {exactly(value.at_most)}; den er sat til {raw}."
        )
    if isinstance(value.default, str) and value.options and content not in value.options:
        raise FsmError(f"»{value.name}« kan være {', '.join(value.options)}; ikke »{content}«.")
    return value.model_copy(update={"value": content})


def _same_type(value: Value, raw: Any) -> Any:
    number = isinstance(value.default, int | float) and not isinstance(value.default, bool)
    whole = value.kind in ("rule", "reading") and isinstance(value.default, int)
    wanted = (int if whole else float) if number else type(value.default)
    try:
        text = danish_number(raw) if number and isinstance(raw, str) else raw
        content: Any = TypeAdapter(wanted).validate_python(text)
        if _parts(content) - _parts(value.default):
            raise ValueError(raw)
        day = datetime.strptime(content, "%Y-%m") if value.unit == "måned" else content
        if isinstance(day, date) and day.year not in YEARS:
            raise ValueError(raw)
    except (ValidationError, ValueError):
        raise FsmError(f"»{value.name}« ({value.label}) kan ikke være »{raw}«.") from None
    return int(content) if isinstance(content, float) and content.is_integer() else content


def _parts(content: Any) -> set[object]:
    """What stands in a list: the types of its parts, and the names in them."""
    parts = content if isinstance(content, tuple) else ()
    return {frozenset(part) if isinstance(part, dict) else type(part) for part in parts}
