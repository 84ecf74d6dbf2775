"""The form of a page: its settings and the values it lets one change, each with its own fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fsmlib.app.municipality.ways import Way
from fsmlib.pages.spans import span_of
from fsmlib.programme.changes import called
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import exactly
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import Value
from fsmlib.site.parameters import checked
from fsmlib.site.run import read_notebook

NO_OR_YES = {"": "Nej", "ja": "Ja"}
OWN = "jeres eget tal fra filen; "
HIDDEN = "jeres eget tal gælder, men er skjult, da få borgere står bag; "
DIGITS = 6  # of a number that was worked out
VALUE_HEADINGS = {"assumption": "Forudsætninger (skøn, I kan ændre)", "reading": "Fortolkninger"}


@dataclass(frozen=True)
class Field:
    """One thing to fill in: how it is typed, what it says now, and what is wrong with that.

    `options` are the choices of a list, each with its words.
    """

    name: str
    label: str
    text: str
    hint: str = ""
    type: str = "text"
    options: Mapping[str, str] | None = None
    fault: str = ""


@dataclass(frozen=True)
class Fieldset:
    """Fields that belong together; without a heading they stand in the open."""

    heading: str
    fields: tuple[Field, ...]

    @property
    def is_open(self) -> bool:
        """Whether it must be seen: it has no heading, or something in it is wrong."""
        return not self.heading or any(field.fault for field in self.fields)


@dataclass(frozen=True)
class Chosen:
    """What a visitor has chosen: settings and changes of values, as text, and what is wrong."""

    settings: Mapping[str, str]
    changes: Mapping[str, str]
    faults: Mapping[str, str]

    @property
    def given(self) -> dict[str, str]:
        """The choices as parameters of the notebook."""
        changes = "; ".join(f"{name}={text}" for name, text in self.changes.items())
        return {**self.settings, **({"changes": changes} if changes else {})}


Own = Mapping[str, float | None]  # see `analyses.own_numbers`
NOTHING_CHOSEN = Chosen({}, {}, {})


def fieldsets(way: Way, chosen: Chosen, own: Own) -> list[Fieldset]:
    """The fields of a way, with what is chosen in them, else what holds: `own`, or our guess."""
    values = way.values

    def field_of(value: Value) -> Field:
        return _field(value, values, chosen, own)

    settings = [_setting(way, name, chosen) for name in way.settings]
    first = [field_of(values[name]) for name in way.at_once]
    found = [Fieldset("", (*settings, *first))]
    for kind in way.more:
        more = [v for v in values.of_kind(kind) if v.name not in way.at_once and _can_be_chosen(v)]
        found.append(Fieldset(VALUE_HEADINGS[kind], tuple(map(field_of, more))))
    return [group for group in found if group.fields]


def chosen_in(way: Way, form: Mapping[str, str], own: Own) -> Chosen:
    """What the fields of a form say beyond what the page has anyway."""
    values = way.values
    names = [field.name for group in fieldsets(way, NOTHING_CHOSEN, own) for field in group.fields]
    told = {name: form[name].strip() for name in names if form.get(name, "").strip()}
    settings = {
        name: text
        for name, text in told.items()
        if name in way.settings and text != _default(way, name)
    }
    changes = {
        name: text
        for name, text in told.items()
        if name not in way.settings and text != text_that_holds(values[name], own)
    }
    return Chosen(settings, changes, _faults(way, values, settings, changes))


def _faults(
    way: Way, values: Values, settings: Mapping[str, str], changes: Mapping[str, str]
) -> dict[str, str]:
    """What is wrong with each, under the label the visitor sees."""
    faults: dict[str, str] = {}
    for name, text in settings.items():
        try:
            checked(read_notebook(way.notebook), {name: text})
        except FsmError as error:
            faults[name] = str(error).replace(f"Parameteren »{name}«", "Feltet")
    for name, text in changes.items():
        try:
            values.with_changes(**{name: text})
        except FsmError as error:
            faults[name] = str(error).replace(called(values[name]), f"»{values[name].label}«")
        if ";" in text:  # it would part the changes where they are written as one text
            faults[name] = f"»{values[name].label}« kan ikke være »{text}«."
    return faults


def _setting(way: Way, name: str, chosen: Chosen) -> Field:
    label, _, about = way.parameters[name].help.partition("; ")
    label, _, example = label.partition(", fx ")
    hint = "; ".join(filter(None, (f"fx {example}" if example else "", about)))
    text = chosen.settings.get(name, _default(way, name))
    fault = chosen.faults.get(name, "")
    kind = way.settings[name]
    options = NO_OR_YES if kind == "list" else None
    return Field(name, label, text, hint.capitalize(), kind, options, fault)


def _field(value: Value, values: Values, chosen: Chosen, own: Own) -> Field:
    text = chosen.changes.get(value.name, text_that_holds(value, own))
    is_text = isinstance(value.default, str)
    whose = ""
    if value.name in own and value.name not in chosen.changes:
        whose = HIDDEN if own[value.name] is None else OWN
    return Field(
        value.name,
        value.label,
        text,
        "" if is_text else whose + _hint(value, values),
        "list" if is_text else "text",
        value.options if is_text else None,
        chosen.faults.get(value.name, ""),
    )


def _hint(value: Value, values: Values) -> str:
    """The unit, and where a sensible value lies."""
    limits = (value.low, value.high) if value.low is not None else (value.at_least, value.at_most)
    if value.between:
        limits = span_of(value.name, values)
    if None in limits or limits[0] == limits[1]:
        return value.unit
    words = "skønnet mellem" if value.low is not None else "fra"
    between = "og" if value.low is not None else "til"
    low, high = (exactly(limit) for limit in limits if limit is not None)
    return f"{value.unit}, {words} {low} {between} {high}"


def _can_be_chosen(value: Value) -> bool:
    return not isinstance(value.default, str) or len(value.options or {}) > 1


def _default(way: Way, name: str) -> str:
    default = way.parameters[name].default
    return "" if default in ("", 0) else str(default)


def text_that_holds(value: Value, own: Own) -> str:
    """What stands in the field of a value nobody has changed; nothing where it may not be shown."""
    if value.name not in own:
        return exactly(value.value) if isinstance(value.value, int | float) else str(value.value)
    number = own[value.name]
    return "" if number is None else exactly(float(f"{number:.{DIGITS}g}")).removesuffix(",0")


def told_changes(way: Way, changes: Mapping[str, str]) -> Iterable[str]:
    """What is changed, under the labels of the values."""
    values = way.values
    for name, text in changes.items():
        yield f"{values[name].label}: {(values[name].options or {}).get(text, text)}"
