"""What the commands print on a terminal or into a file."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from rich import box
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as ProgressBar
from rich.status import Status
from rich.table import Table
from rich.text import Text

from fsmlib.analyses.finding_kinds import in_order, kinds, word_of
from fsmlib.analyses.passive import PassiveShare
from fsmlib.danish import fine, formatted, kroner, listed, tried, whole
from fsmlib.danish import month as danish_month
from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish
from fsmlib.pages.views import Table as View
from fsmlib.programme.findings import Finding
from fsmlib.programme.sources import Answer, answers
from fsmlib.tables.account import Account
from fsmlib.tables.personal import masked

if TYPE_CHECKING:
    from fsmlib.analyses.compliance import Compliance
    from fsmlib.analyses.fit import Fit
    from fsmlib.analyses.monitoring import Monitoring
    from fsmlib.pages.visitation.case import Case

WIDTH_IN_A_FILE = 160


def busy(what: str) -> Status:
    """A sign of life on a terminal while something takes more than a moment."""
    return Console(stderr=True).status(f"{what} …")


class Progress:
    """How far a long count has come, on a terminal; `advance` is told of each finished part."""

    def __init__(self, what: str, total: int):
        self._bar = ProgressBar(
            TextColumn(what),
            BarColumn(),
            TaskProgressColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(what, total=total)

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, done: int) -> None:
        """So many more are done."""
        self._bar.advance(self._task, done)


def print_accounts(accounts: Iterable[Account]) -> None:
    """What became of the rows of every table, a line each."""
    for account in accounts:
        print(account.sentence)


def print_findings(findings: Iterable[Finding], each_row: bool = False) -> None:
    """Findings in a table, errors first, and how many there are; each kind once, or each row."""
    found = list(findings)
    if not found:
        print("Intet at rette.")
        return
    told = [(f, f.place) for f in in_order(found)]
    if not each_row:
        told = [(kind.finding, kind.place) for kind in kinds(found)]
    rows = [(word_of(f), place, f.problem, f.mend, f.rule) for f, place in told]
    print_table(("", "Hvor", "Hvad", "Sådan rettes det", "Regel"), rows)
    print(_total(found))
    if len(told) < len(found):
        print("Se hver række for sig med: fsm check FIL --rows")


def print_verdicts(judge: "Compliance") -> None:
    """A proposal rule by rule: the numbers compared, and the verdict that STAR comes to."""
    print(f"\nRegel for regel, {judge.municipality}: {judge.outcome}")
    shown = [column for column in RULE_BY_RULE if column.name not in ("heading", "why")]
    frame = in_danish(judge.verdicts)[["rule", *(column.name for column in shown)]]
    rows = [[str(cell) for cell in row] for row in frame.itertuples(index=False)]
    print_table(("Regel", *(column.heading for column in shown)), rows)


def _total(findings: Sequence[Finding]) -> str:
    names = {
        "error": "fejl",
        "not_told": "ikke oplyst",
        "warning": "at se efter",
        "note": "at bemærke",
    }
    counts = {level: sum(f.level == level for f in findings) for level in names}
    return f"I alt {listed([f'{whole(n)} {names[level]}' for level, n in counts.items() if n])}."


def print_answers() -> None:
    """Every answer in a line: what the programme does with it."""
    rows = [(a.id, a.heading, a.does) for a in answers().values()]
    print_table(("Id", "Svar", "Hvad programmet gør"), rows)


def print_answer(answer: Answer) -> None:
    """One answer with the values, functions and golden cases that rest on it."""
    from fsmlib.pages.rulebook.found import cases_of, teaching, values_of
    from fsmlib.rules import functions_of

    print(f"{answer.id} {answer.heading}\n\n{answer.text}\n")
    print(f"Hvad programmet gør: {answer.does}")
    functions = [f"{r.name}: {teaching(r).splitlines()[0]}" for r in functions_of(answer)]
    cases = [f"{case.rule}: {case.name}" for case in cases_of(answer)]
    for heading, lines in (
        ("Værdier", values_of(answer)),
        ("Funktioner (som i koden, på engelsk)", functions),
        ("Prøver (som i koden, på engelsk)", cases),
    ):
        print(f"\n{heading}:")
        for line in lines or ["ingen"]:
            print(f"  {line}")


def print_payout(question: "Monitoring") -> None:
    """The months measured, the best of them, its share, and the instalments in kroner."""
    months, best, paid = question.measured["month"], question.best_month, question.payout
    counts, share = question.best_in_words
    rows = [
        ("Målt", f"{danish_month(months.min())} til {danish_month(months.max())}"),
        ("Bedste måned", danish_month(best["month"])),
        ("Andel berørte", f"{share} ({counts})"),
        ("Udbetales i alt", f"{paid.paid_percent} pct. af tilskuddet"),
        ("Første rate", kroner(paid.first_dkk)),
        ("Anden rate", kroner(paid.second_dkk)),
        ("I alt", kroner(paid.total_dkk)),
    ]
    print_table(("", ""), rows)


def print_warnings(findings: Iterable[Finding]) -> None:
    """What to look at beside a result, one line each, where it does not mix with the result."""
    for finding in findings:
        print(f"Se efter: {finding.problem} {finding.mend} ({finding.rule})", file=sys.stderr)


def print_fit(fit: "Fit") -> None:
    """Every chance of the simulation: own with interval, guess with range, and which is used."""
    print(fit.sentence)
    rows = [
        (
            row["label"],
            row["used"],
            _between(row["own"], row["own_low"], row["own_high"]),
            "–" if pd.isna(row["events"]) else f"{row['events']} af {row['citizen_months']}",
            _between(row["guess"], row["guess_low"], row["guess_high"]),
        )
        for _, row in fit.table().iterrows()
    ]
    print_table(("Forudsætning", "Bruges", "Egen (90 %)", "Talt", "Skøn (spænd)"), rows)


def _between(value: float, low: float, high: float) -> str:
    return "–" if pd.isna(value) else f"{fine(value)} ({fine(low)}-{fine(high)})"


def print_simulation(case: "Case") -> None:
    """A simulated plan: the answer, and the tables a person looks at first."""
    from fsmlib.pages.visitation import tables
    from fsmlib.pages.visitation.case import answer, banner, warnings

    print(" ".join(banner(case).lines), answer(case).plain, sep="\n\n")
    for warning in warnings(case.question):
        print(f"\nSe efter: {warning}")
    views = (
        tables.chances(case),
        tables.payouts(case),
        tables.all_visited(case),
        tables.what_it_takes(case),
    )
    other = tables.two_plans(case)
    for view in (*views, *([other] if isinstance(other, View) else [])):
        print_view(view)


def print_passive(found: PassiveShare) -> None:
    """The passive share of a month with what it is made of, against the target."""
    rows = [
        ("Måned", danish_month(found.month)),
        ("Med mindst et års anciennitet", f"{whole(found.measured)} borgere"),
        ("Heraf passive", f"{whole(found.passive)} borgere"),
        ("Andel passive", tried(found.share) if found.measured else "ingen at måle"),
    ]
    if found.target_share is not None:
        verdict = {True: "nået", False: "ikke nået", None: "kan ikke måles"}[found.is_met]
        rows.append(("Mål", f"{tried(found.target_share)}: {verdict}"))
    print_table(("", ""), rows)


def print_failures(failures: Iterable[tuple[str, str, str, int | None]]) -> None:
    """Which pages could not be made, and why: municipality, notebook, error, cell."""
    rows = [(town, notebook, error, str(cell or "")) for town, notebook, error, cell in failures]
    print_table(("Kommune", "Side", "Hvad der er galt", "Celle"), rows)


def print_view(view: View) -> None:
    """A table of a page under its title."""
    print(f"\n{view.title}")
    cells = [
        [formatted(cell, column.kind) for cell, column in zip(row, view.columns, strict=True)]
        for row in view.rows()
    ]
    print_table([column.heading for column in view.columns], cells)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal, or as a file can hold."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(masked(cell)) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH_IN_A_FILE
    console.print(table)
