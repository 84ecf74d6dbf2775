"""Prints one table of ratios and what got worse; `make bench` runs it."""

import platform
from datetime import date
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks import (
    batch,
    caseload,
    cohort,
    dividing,
    history,
    inflow,
    monitoring,
    pages,
    reading,
    startup,
)
from benchmarks.ratios import Ratio

PEERS = ("simpy", "ciw", "duckdb", "polars")
OURS = ("fsmlib", "numpy", "pandas", "scipy", "pyarrow")


def main() -> None:
    table = Table("measure", "ratio", "goal", "reached")
    parts = (inflow, caseload, cohort, dividing, monitoring, reading, startup, pages, batch)
    console = Console(width=120)
    fallen = []
    for part in parts:
        with console.status(f"measuring {part.__name__} ..."):
            ratios = part.measure()
        for ratio in ratios:
            table.add_row(*row(ratio))
        fallen += history.falls(ratios)
        history.keep(ratios, date.today())  # a run that is cut off keeps what it has measured
    console.print(f"Python {platform.python_version()} on {platform.machine()}")
    console.print(", ".join(f"{name} {version(name)}" for name in (*OURS, *PEERS)))
    console.print(table)
    for fall in fallen:
        console.print(f"Worse than before: {fall.name}, {fall.now:.3g} (was {fall.before:.3g})")


def row(ratio: Ratio) -> tuple[str, str, str, str]:
    def number(value: float) -> str:
        return f"{value:,.0f}{ratio.unit}" if value >= 100 else f"{value:.2g}{ratio.unit}"

    measured = number(ratio.measured)
    if ratio.goal is None:
        return ratio.name, measured, "", ""
    bound = "≤ " if ratio.is_limit else "≥ "
    return ratio.name, measured, bound + number(ratio.goal), "yes" if ratio.is_reached else "no"


if __name__ == "__main__":
    main()
