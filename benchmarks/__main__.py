"""Prints one table of ratios; `make bench` runs it."""

import platform
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks import cohort, inflow

PEERS = ("simpy", "ciw")
OURS = ("fsmlib", "numpy", "scipy")
FEW = 10


def times(ratio: float) -> str:
    return f"{ratio:,.0f}x" if ratio >= FEW else f"{ratio:.2f}x"


def main() -> None:
    table = Table("measure", "ratio", "goal", "reached")
    for ratio in [*inflow.measure(), *cohort.measure()]:
        reached = "yes" if ratio.is_reached else "no"
        table.add_row(ratio.name, times(ratio.measured), times(ratio.goal), reached)
    console = Console(width=120)
    console.print(f"Python {platform.python_version()} on {platform.machine()}")
    console.print(", ".join(f"{name} {version(name)}" for name in (*OURS, *PEERS)))
    console.print(table)
    console.print(f"FSM2, 100 000 runs with 5000 citizens: {cohort.seconds():.1f} CPU seconds")


if __name__ == "__main__":
    main()
