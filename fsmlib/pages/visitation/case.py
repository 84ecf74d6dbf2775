"""What a plan of visitation may lead to, for one municipality: its page and the answer in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from fsmlib.analyses.check import checked_tables
from fsmlib.analyses.fit import Fit, fit
from fsmlib.danish import kroner, month, percent, percent_short, risk, whole
from fsmlib.models import visitation as questions
from fsmlib.models.backtest import BackTest, backtest
from fsmlib.models.rates import Chances
from fsmlib.models.simulation import Simulation
from fsmlib.pages.page import Page
from fsmlib.pages.views import Banner, Headline
from fsmlib.pages.visitation.swings import Swing, swings
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import Values, load, parse_changes
from fsmlib.rules.job_brokers import crowding_findings, expected_coverage_findings
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import official_name
from fsmlib.tables.reading import Tables

PLAN, COMPARE = (shipped("data", "example", f"plan{name}.xlsx") for name in ("", "_loebende"))
INTERVAL = 0.9
TAILS = ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2)
FEWEST_TRIED = 6  # months fitted, and months tried
OVERSTATED = 0.1  # how far the chance of some month may pass the level's before the page warns


@dataclass(frozen=True)
class Case:
    """The page, the plan simulated, a second plan where there is one, and the chance wanted.

    `fit` are the chances counted in the municipality's registers, None without registers.
    """

    page: Page
    simulation: Simulation
    other: Simulation | None
    fit: Fit | None
    wanted: float

    @property
    def municipality(self) -> str:
        """The municipality's own name."""
        return official_name(self.simulation.row["municipality_code"])

    @property
    def thresholds(self) -> list[int]:
        """The thresholds in per cent, the lowest first."""
        return sorted(step["reached_percent"] for step in self.page.values.payout_steps)

    @property
    def grant_dkk(self) -> int:
        """The grant; 100 where it is not told, so that kroner are per cent of it."""
        return self.simulation.grant_dkk or 100

    @cached_property
    def paid_dkk(self) -> "np.ndarray":
        """What each replication is paid."""
        return questions.payouts(self.simulation.run, self.grant_dkk, self.page.values)

    def simulate(self) -> None:
        """Run the plans now rather than when they are first asked of."""
        for simulation in filter(None, (self.simulation, self.other)):
            _ = simulation.run

    @cached_property
    def swings(self) -> list[Swing]:
        """How each assumption moves the highest expected share, the widest first."""
        return swings(self.simulation)

    @cached_property
    def tried(self) -> BackTest | None:
        """The registers' last months against what their first would have told; None if too few."""
        if self.fit is None or len(self.fit.months) < 2 * FEWEST_TRIED:
            return None
        months, half = self.fit.months, len(self.fit.months) // 2
        return backtest(self.page.tables, months[:half], months[half:], self.page.values)

    @property
    def findings(self) -> list[Finding]:
        """What the rules say of the plan as it is expected to go."""
        run = self.simulation.run
        likely, waiting = questions.chance_of_all_visited(run), questions.waiting_at_end(run)
        return [
            *expected_coverage_findings(likely, waiting, self.page.values),
            *crowding_findings(*questions.most_crowded(run)),
        ]

    @property
    def warnings(self) -> list[str]:
        """What a reader must know with the answer: whom the plan misses, and luck in one month."""
        told = [f"{finding.problem} {finding.mend}" for finding in self.findings]
        run, low = self.simulation.run, self.thresholds[0]
        lasting = questions.chance_of_level(run, low).value
        if questions.chance_in_some_month(run, low).value - lasting > OVERSTATED:
            told.append(
                "Den bedste måned er ikke niveauet: chancen for, at niveauet over alle måneder når "
                f"{low} %, er {risk(lasting)}. Den bedste af mange måneder ligger over niveauet "
                "ved held alene."
            )
        return told


def ask(
    data: str,
    plan: str,
    compare: str,
    on: str,
    changes: str,
    replications: int,
    seed: int,
    wanted_percent: int,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
) -> Case:
    """The visitation question; errors in plans and registers stop here, all at once.

    `plan` and `compare` are workbooks with the sheet Plan, `data` registers that give the
    municipality's own chances (or holds the plan too).  Without any of them, the example's.
    """
    values = load("fsm2", on, **parse_changes(changes))
    if values.denominator == "visited":
        raise FsmError(
            "Fortolkningen denominator=visited kan ikke simuleres: resultatet måles på hele "
            "gruppen. Se den i 03_thresholds."
        )
    if not 0 < wanted_percent < 100:
        raise FsmError("Den ønskede chance (wanted_percent) skal være fra 1 til 99.")
    registers = checked_tables(data, values) if data else None
    tables = _plan_tables(plan, registers, values)
    if not (data or plan or compare):
        compare = str(COMPARE)
    settings = {
        "plan": Path(plan).name,
        "compare": "" if compare == str(COMPARE) else Path(compare).name,
        "replications": replications,
        "seed": seed,
        "wanted_percent": wanted_percent,
    }
    page = Page(
        "02_visitation",
        _together(registers, tables),
        values,
        Path(data).name if data else "",
        settings,
    )
    counted = fit(registers, values) if registers and not registers["citizens"].empty else None
    chances = Chances(values, counted.in_use if counted else {})
    first = Simulation(tables, chances, replications, seed, workers, progress)
    second = None
    if compare:
        second = Simulation(
            checked_tables(compare, values), chances, replications, seed, workers, progress
        )
    return Case(page, first, second, counted, wanted_percent / 100)


def _plan_tables(plan: str, registers: Tables | None, values: Values) -> Tables:
    if plan:
        return checked_tables(plan, values, "plan")
    if registers is None:
        return checked_tables(str(PLAN), values, "plan")
    if registers["plan"].empty:
        raise FsmError("Der mangler en plan: giv den med -p plan=FIL (fsm template plan).")
    return registers


def _together(registers: Tables | None, plan: Tables) -> Tables:
    """The tables of both, under all their files."""
    if registers is None or registers is plan:
        return plan
    return Tables(
        {**registers.frames, **plan.frames},
        {**registers.places, **plan.places},
        {**registers.files, **plan.files},
        (*registers.findings, *plan.findings),
        (*registers.accounts, *plan.accounts),
    )


def banner(case: Case) -> Banner:
    """Whose page it is, which months it covers, and what its numbers are."""
    simulation = case.simulation
    row, months = simulation.row, simulation.months
    lines = [
        f"Projektet løber fra {month(months[0])} til {month(months[-1])}.",
        f"Tallene er simuleret med {whole(simulation.replications)} forløb, undtagen hvor der står "
        "»hurtig model«.",
        case.fit.sentence if case.fit else "Alle chancer er skøn: der er ingen egne registre.",
    ]
    if pd.notna(row["data_origin"]):
        lines.append(f"Kilde til planen: {row['data_origin']}.")
    citizens = case.page.tables["citizens"]["synthetic"].fillna(False).any()
    invented = bool(citizens) or (pd.notna(row["synthetic"]) and bool(row["synthetic"]))
    return case.page.banner(case.municipality, lines, invented)


def answer(case: Case) -> Headline:
    """The answer in one sentence, the level apart from the best month, and the key numbers."""
    run, (low, high) = case.simulation.run, (case.thresholds[0], case.thresholds[-1])
    some = {t: questions.chance_in_some_month(run, t).value for t in (low, high)}
    level = questions.interval(questions.level(run), INTERVAL)
    paid = questions.interval(case.paid_dkk, INTERVAL)
    sentence = (
        f"Planen giver {risk(some[low])} chance for at nå {low} % i mindst én måned og "
        f"{risk(some[high])} chance for at nå {high} %. Niveauet over alle måneder ventes at "
        f"blive {percent(level.mean)}, og {_paid_in_words(case, paid.mean)}."
    )
    figures = [
        (f"Chance for {low} %", risk(some[low]), "i mindst én måned"),
        (f"Chance for {high} %", risk(some[high]), "i mindst én måned"),
        ("Niveau", percent(level.mean), f"90 %: {percent(level.low)} til {percent(level.high)}"),
        ("Ventet udbetaling", *_paid_as_number(case, paid.mean)),
        (
            "Visiteret ved slutningen",
            whole(run.visited[:, -1].mean()),
            f"borgere i middel, blandt {whole(case.simulation.plan.target_group)} fra start og "
            "dem, der kom til",
        ),
        ("Højeste sagsmængde", whole(run.held.mean(axis=0).max()), _of_places(case)),
    ]
    sources = ("FSM2-2.2", "FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-5.3", "FSM2-1.1")
    return case.page.headline(sentence, figures, sources, case.warnings)


def _paid_in_words(case: Case, mean: float) -> str:
    if case.simulation.grant_dkk is None:
        return f"den ventede udbetaling er {percent_short(mean / 100)} af tilskuddet"
    return (
        f"den ventede udbetaling er {kroner(mean)} af tilskuddet på {kroner(case.grant_dkk)}"
    ).rstrip(".")


def _paid_as_number(case: Case, mean: float) -> tuple[str, str]:
    if case.simulation.grant_dkk is None:
        return percent(mean / 100), "af tilskuddet"
    return whole(mean), f"kr., {percent(mean / case.grant_dkk)} af tilskuddet"


def _of_places(case: Case) -> str:
    """The places in the month with the highest caseload, which need not be the most there are."""
    month_ = int(case.simulation.run.held.mean(axis=0).argmax())
    return f"borgere, mod {whole(case.simulation.plan.places[month_])} pladser i den måned"
