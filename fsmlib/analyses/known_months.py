"""Which months of a register are known, by grant, and what is to be said of those that are not."""

from collections.abc import Iterable

import pandas as pd

from fsmlib.danish import count, listed
from fsmlib.danish import month as in_words
from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import (
    KEYS,
    by_grant,
    is_known,
    missing_partners,
    not_yet_reported,
)
from fsmlib.tables.municipalities import municipality_name

COUNTED = ("effort_group", "touched")
ZERO_TAIL = 2  # months without anyone touched at the end of told counts, before it is said


def known_counts(
    counts: pd.DataFrame, drawn_on: pd.Timestamp | None, values: Values
) -> tuple[pd.DataFrame, list[Finding]]:
    """A register's counts by grant, missing where a month is not known; and which those are.

    `counts` are by municipality and month and have `with_hours`.  Months that were still to come on
    the day the register is from are as expected, and no finding.
    """
    known = is_known(counts, drawn_on, values)
    told = counts.astype(dict.fromkeys(counts.columns.drop(KEYS), "Int64"))
    told.loc[~known, counts.columns.drop(KEYS)] = pd.NA
    if drawn_on is not None:
        late = not_yet_reported(pd.PeriodIndex(counts["month"]), drawn_on, values)["hours"]
        known |= pd.Series(late, index=counts.index)
    untold = counts[~known].groupby("municipality_code")["month"]
    findings = [_no_hours(str(code), months, values) for code, months in untold]
    return by_grant(told, values), findings + alone(told, values)


def told_counts(
    monthly: pd.DataFrame,
    asked: pd.PeriodIndex,
    drawn_on: pd.Timestamp | None,
    values: Values,
) -> tuple[pd.DataFrame, list[Finding]]:
    """The same of a table of monthly counts: what it says, in the months asked for.

    A count that is hidden or missing stays so; zeros count, and a tail of them is asked about.
    """
    told = monthly[[*KEYS, *COUNTED]].assign(month=monthly["month"].dt.to_period("M"))
    told = told[told["month"].isin(asked)]
    if drawn_on is not None and len(told):
        late = not_yet_reported(pd.PeriodIndex(told["month"]), drawn_on, values)["hours"]
        told.loc[late, [*COUNTED]] = pd.NA
    counts = by_grant(told, values)
    return counts, [*_untold(counts), *_zero_tail(told), *alone(told, values)]


def alone(counts: pd.DataFrame, values: Values) -> list[Finding]:
    """What to say where municipalities share a grant and one of them is not there."""
    return [
        Finding(
            "warning",
            f"{municipality_name(there)} deler tilsagn med {municipality_name(missing)}, hvis tal "
            "mangler; kravet måles på dem tilsammen.",
            f"Læg tallene for {municipality_name(missing)} ved i samme fil.",
            rule="FSM2-L5",
        )
        for there, missing in missing_partners(counts, values).items()
    ]


def counted_in_words(values: Values) -> str:
    """What tells that a month is known."""
    return "løntimer" if values.counts_hours else "samtaler og tilbud"


def _no_hours(code: str, months: "pd.Series[pd.Period]", values: Values) -> Finding:
    told, what = count(len(months), "måned", "måneder"), counted_in_words(values)
    them = "timerne fra eIndkomst" if values.counts_hours else "dem"
    return Finding(
        "warning",
        f"{municipality_name(code)} har ingen {what} i {month_spans(months)}; {told} er ikke målt.",
        f"Hent {them} for de måneder, eller vælg de måneder, der er data for.",
        rule="FSM2-L4",
    )


def month_spans(months: Iterable[pd.Period]) -> str:
    """Months in words, those in a row as a span: `januar 2020 til marts 2020 og maj 2020`."""
    ordered = pd.PeriodIndex(sorted(months), freq="M")
    runs = pd.Series(ordered).groupby(ordered.asi8 - range(len(ordered)))
    told = [(run.iloc[0], run.iloc[-1]) for _, run in runs]
    return listed([in_words(a) if a == b else f"{in_words(a)} til {in_words(b)}" for a, b in told])


def _untold(counts: pd.DataFrame) -> list[Finding]:
    """Months that stand without counts: what they would pay is not known."""
    untold = counts.loc[counts[[*COUNTED]].isna().any(axis=1), "month"]
    if untold.empty:
        return []
    problem = f"Tallene for {month_spans(untold)} er skjult eller mangler og er ikke målt."
    mend = "Når en af de måneder et højere krav, udbetales mere; se efter i registrene."
    return [Finding("warning", problem, mend, rule="GEN-L2")]


def _zero_tail(told: pd.DataFrame) -> list[Finding]:
    """Counts that end with months in which nobody is touched: perhaps their hours are to come."""
    findings = []
    for _, own in told.dropna().sort_values("month").groupby("municipality_code"):
        touched = own["touched"].to_numpy(dtype=int)
        tail = own["month"][touched[::-1].cumsum()[::-1] == 0]
        if ZERO_TAIL <= len(tail) < len(own):
            findings.append(
                Finding(
                    "warning",
                    f"Ingen er berørt i {month_spans(tail)}; de måneder tæller med som 0 %.",
                    "Er timerne ikke kommet endnu, så giv dagen, data er trukket, eller vælg de "
                    "måneder, der er data for.",
                    rule="FSM2-L4",
                )
            )
    return findings


def why_not_measured(
    asked: pd.PeriodIndex, told: "pd.Series[pd.Timestamp]", empty: bool, values: Values
) -> str:
    """Why no month of those asked can be measured; `told` are the months with hours or counts."""
    if not empty:
        return f"Ingen måned har en indsatsgruppe ({month_spans(asked)}), så der er intet at måle."
    there = month_spans(told.dt.to_period("M").unique()) if len(told) else ""
    return (
        f"Ingen måned kan måles: der er spurgt om {month_spans(asked)}. "
        + (f"Tallene dækker {there}. " if there else f"Der er ingen {counted_in_words(values)}. ")
        + "Løber projektet i andre måneder, så giv den første og den sidste (--from og --to; på "
        "siden first og last)."
    )
