"""One value changed: what is asked for must have its type and lie within its limits."""

from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import danish_number, exactly
from fsmlib.programme.values import PERCENT, YEARS, Value

COUNTED = frozenset({"tilsagn"})  # units of choices that have no parts
EXAMPLE_SHARE = 0.05


def changed(value: Value, raw: Any) -> Value:
    """The value with another content, given as such or as text; FsmError where it makes no sense.

    >>> from fsmlib.programme.parameters import load
    >>> changed(load("hir", on="2018-03-01")["accepted_risk"], "0,1").value
    0.1
    """
    content = _same_type(value, raw)
    if value.at_least is not None and content < value.at_least:
        raise _fault(
            value, f"skal være mindst {exactly(value.at_least)}; den er sat til {exactly(content)}."
        )
    if value.at_most is not None and content > value.at_most:
        raise _fault(
            value, f"må højst være {exactly(value.at_most)}; den er sat til {exactly(content)}."
        )
    if isinstance(value.default, str) and value.options and content not in value.options:
        raise _fault(value, f"kan ikke være »{content}«.")
    return value.model_copy(update={"value": content})


def called(value: Value) -> str:
    """A value as its Danish label, with the name that changes it."""
    return f"»{value.label}« ({value.name})"


def _fault(value: Value, what: str) -> FsmError:
    return FsmError(f"{called(value)} {what} {_mend(value)}")


def _mend(value: Value) -> str:
    """What may be written instead."""
    if value.unit == "måned":
        return f"Skriv år og måned, fx {value.default}."
    if isinstance(value.default, date):
        return f"Skriv en dato, fx {value.default.isoformat()}."
    if isinstance(value.default, tuple):
        return "Skriv den i en programfil, med de samme dele som i vores."
    if not _is_number(value):
        return f"Skriv {' eller '.join(value.options or ['en tekst'])}."
    if value.unit.startswith("andel"):
        share = float(str(value.default)) or EXAMPLE_SHARE
        per_cent = exactly(round(share * PERCENT, 6)).removesuffix(",0")
        return f"Skriv en andel{_span(value)}, fx {exactly(share)} for {per_cent} pct."
    return f"Skriv et {'helt ' if _is_whole(value) else ''}tal{_span(value)}."


def _span(value: Value) -> str:
    """Between which limits a number may lie."""
    least, most = (None if end is None else exactly(end) for end in (value.at_least, value.at_most))
    if least and most:
        return f" fra {least} til {most}"
    return f" på mindst {least}" if least else ""


def _is_number(value: Value) -> bool:
    return isinstance(value.default, int | float) and not isinstance(value.default, bool)


def _is_whole(value: Value) -> bool:
    """Whether a value counts what has no parts; one that is measured may be whole by chance."""
    counted = value.kind in ("rule", "reading") or value.unit in COUNTED
    return counted and isinstance(value.default, int)


def _same_type(value: Value, raw: Any) -> Any:
    number = _is_number(value)
    wanted = (int if _is_whole(value) else float) if number else type(value.default)
    try:
        text = danish_number(raw) if number and isinstance(raw, str) else raw
        content: Any = TypeAdapter(wanted).validate_python(text)
        if _parts(content) - _parts(value.default):
            raise ValueError(raw)
        day = datetime.strptime(content, "%Y-%m") if value.unit == "måned" else content
        if isinstance(day, date) and day.year not in YEARS:
            raise ValueError(raw)
    except (ValidationError, ValueError):
        raise _fault(value, f"kan ikke være »{raw}«.") from None
    return int(content) if isinstance(content, float) and content.is_integer() else content


def _parts(content: Any) -> set[object]:
    """What stands in a list: the types of its parts, and the names in them."""
    parts = content if isinstance(content, tuple) else ()
    return {frozenset(part) if isinstance(part, dict) else type(part) for part in parts}
