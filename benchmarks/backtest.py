"""How often a 90 % interval from the back-test holds, over registers whose chances are known."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fsmlib.models.backtest import backtest, without_effort
from fsmlib.models.rates import Chances, rates_of
from fsmlib.models.states import WORKING, Rates, State
from fsmlib.programme.parameters import Values, load
from fsmlib.tables.schemas import SCHEMAS

FIRST, SECOND = (
    pd.period_range("2019-11", "2020-10", freq="M"),
    pd.period_range("2020-11", "2021-10", freq="M"),
)
MONTHS = pd.PeriodIndex(FIRST.append(SECOND))
START = {State.STEP_1: 0.62, State.PAID_HOURS: 0.08, State.EXEMPT: 0.08, State.GROUP_2: 0.22}


def walk(rates: Rates, citizens: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """States at month ends and months touched, shape (citizens, months), one citizen at a time."""
    state = rng.choice([int(s) for s in START], citizens, p=list(START.values()))
    states, touched = [], []
    for _ in MONTHS:
        factor = np.exp(rates.shock_sd * rng.standard_normal() - rates.shock_sd**2 / 2)
        luck, after = rng.random(citizens), state.copy()
        touch = np.isin(state, [int(s) for s in WORKING])
        for origin in State:
            here = np.flatnonzero(state == origin)
            edges = rates.out_of(origin)
            weights = np.array([e.chance * (factor if e.is_entry else 1) for e in edges])
            stay = 1 - sum(e.chance for e in edges)
            chosen = np.searchsorted(np.cumsum(weights / (weights.sum() + stay)), luck[here])
            moved = chosen < len(edges)
            after[here[moved]] = np.array([int(e.to) for e in edges], int)[chosen[moved]]
            touch[here[moved]] |= np.array([e.touches for e in edges], bool)[chosen[moved]]
        state = after
        states.append(state)
        touched.append(touch)
    return np.array(states).T, np.array(touched).T


def registers(rates: Rates, citizens: int, seed: int, values: Values) -> Mapping[str, pd.DataFrame]:
    """The five tables of a walk: what a municipality would have registered of it."""
    states, touched = walk(rates, citizens, np.random.default_rng(seed))
    group_2 = np.isin(states, [State.GROUP_2, State.FLEKSJOB])
    out = states == State.OUT
    left = np.where(out.any(axis=1), out.argmax(axis=1), len(MONTHS))
    ends = pd.Series(MONTHS.to_timestamp().append(pd.DatetimeIndex([pd.NaT])))[left]
    who = pd.Series([f"B{n}" for n in range(citizens)])
    education = states == State.SU_EDUCATION
    return {
        "citizens": _table(
            "citizens",
            citizen=who,
            municipality_code="0410",
            start=pd.Timestamp("2015-01-01"),
            end=ends.to_numpy(),
            end_reason=np.where(ends.isna(), None, "moved"),
        ),
        "markers": pd.concat(
            [
                _spells("markers", who, group_2, marker=values.group_2_marker),
                _spells("markers", who, states == State.EXEMPT, marker=values.exemptions[0]),
            ]
        ),
        "hours": _hours(who, touched & ~education & ~group_2),
        "supported": pd.concat(
            [
                _spells("supported", who, states == State.FLEKSJOB, form="fleksjob"),
                _spells("supported", who, states == State.LOENTILSKUD, form="loentilskud"),
            ]
        ),
        "education": _spells("education", who, education, su_eligible=True),
    }


def _table(name: str, **columns: object) -> pd.DataFrame:
    return SCHEMAS[name].typed(pd.DataFrame(columns))


def _spells(name: str, who: pd.Series, inside: np.ndarray, **columns: object) -> pd.DataFrame:
    """A row for each citizen and month inside, from its first to its last day."""
    citizen, month = np.nonzero(inside)
    return _table(
        name,
        citizen=who.to_numpy()[citizen],
        start=MONTHS.to_timestamp().to_numpy()[month],
        end=MONTHS.to_timestamp(how="end").normalize().to_numpy()[month],
        **columns,
    )


def _hours(who: pd.Series, worked: np.ndarray) -> pd.DataFrame:
    citizen, month = np.nonzero(worked)
    dates = MONTHS.to_timestamp().to_numpy()[month]
    return _table("hours", citizen=who.to_numpy()[citizen], month=dates, hours=10.0)


def coverage(number: int, citizens: int, replications: int, seed: int = 1) -> np.ndarray:
    """For each register and month of the second year: was the share inside its interval."""
    values = load("fsm2", "2019-11-01")
    rates = rates_of(Chances(without_effort(values)))
    return np.array(
        [
            backtest(
                registers(rates, citizens, seed + n, values),
                FIRST,
                SECOND,
                values,
                replications,
                seed + n,
            ).inside
            for n in range(number)
        ]
    )


def main() -> None:
    inside = coverage(number=200, citizens=2000, replications=2000)
    by_register = inside.mean(axis=1)
    error = by_register.std(ddof=1) / np.sqrt(len(by_register))
    reached = "yes" if 0.88 <= inside.mean() <= 0.92 else "no"
    print(f"back-test: 90 % intervals held {inside.mean():.1%} (standard error {error:.1%}) of")
    print(f"{inside.size} months of {len(inside)} registers with known chances; 88-92 %: {reached}")


if __name__ == "__main__":
    main()
