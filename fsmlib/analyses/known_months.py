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
    findings = [_no_hours(str(code), months) for code, months in untold]
    return by_grant(told, values), findings + alone(told, values)


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


def _no_hours(code: str, months: "pd.Series[pd.Period]") -> Finding:
    told = count(len(months), "måned", "måneder")
    return Finding(
        "warning",
        f"{municipality_name(code)} har ingen løntimer i {spans(months)}; {told} er ikke målt.",
        "Hent timerne fra eIndkomst for de måneder, eller vælg de måneder, der er data for.",
        rule="FSM2-L4",
    )


def spans(months: Iterable[pd.Period]) -> str:
    """Months in words, those in a row as a span: `januar 2020 til marts 2020 og maj 2020`."""
    ordered = pd.PeriodIndex(sorted(months), freq="M")
    runs = pd.Series(ordered).groupby(ordered.asi8 - range(len(ordered)))
    told = [(run.iloc[0], run.iloc[-1]) for _, run in runs]
    return listed([in_words(a) if a == b else f"{in_words(a)} til {in_words(b)}" for a, b in told])
