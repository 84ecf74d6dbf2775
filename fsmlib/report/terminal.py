"""What the commands print on a terminal or into a file."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from fsmlib.programme.findings import Finding
from fsmlib.programme.sources import Answer, answers
from fsmlib.report.danish import kroner, percent, whole
from fsmlib.report.danish import month as danish_month
from fsmlib.rules.monitoring import result_share
from fsmlib.rules.payout import Payout

WIDTH_IN_A_FILE = 160
LEVELS = {"error": "Fejl", "warning": "Se efter", "note": "Bemærk"}


def busy(what: str) -> Status:
    """A sign of life on a terminal while something takes more than a moment."""
    return Console(stderr=True).status(f"{what} …")


def print_findings(findings: Iterable[Finding]) -> None:
    """Every finding in a table, errors first."""
    rows = [
        (LEVELS[f.level], f.place, f.problem, f.mend, f.rule)
        for f in sorted(findings, key=lambda f: list(LEVELS).index(f.level))
    ]
    if rows:
        print_table(("", "Hvor", "Hvad", "Sådan rettes det", "Regel"), rows)
    else:
        print("Intet at rette.")


def print_answers() -> None:
    """Every answer in a line: what the programme does with it, and whether it is done."""
    rows = [(a.id, a.heading, a.does, a.status) for a in answers().values()]
    print_table(("Id", "Svar", "Hvad programmet gør", "Status"), rows)


def print_answer(answer: Answer) -> None:
    """One answer with the values, functions and golden cases that rest on it."""
    from fsmlib.report.rulebook.found import cases_of, functions_of, teaching, values_of

    print(f"{answer.id} {answer.heading}\n\n{answer.text}\n")
    print(f"Hvad programmet gør: {answer.does}\nStatus: {answer.status}")
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


def print_payout(month: "pd.Series[Any]", paid: Payout) -> None:
    """The best month, its share, and the instalments in kroner."""
    touched, group = int(month["touched"]), int(month["effort_group"])
    share = percent(result_share(touched, group))
    rows = [
        ("Bedste måned", danish_month(month["month"].to_period("M"))),
        ("Andel berørte", f"{share} ({whole(touched)} af {whole(group)} borgere)"),
        ("Udbetales i alt", f"{paid.paid_percent} pct. af tilskuddet"),
        ("Første rate", kroner(paid.first_dkk)),
        ("Anden rate", kroner(paid.second_dkk)),
        ("I alt", kroner(paid.total_dkk)),
    ]
    print_table(("", ""), rows)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal, or as a file can hold."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH_IN_A_FILE
    console.print(table)
