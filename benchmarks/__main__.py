"""Prints one table of ratios; `make bench` runs it."""

import platform
from importlib.metadata import version

from rich.console import Console
from rich.table import Table

from benchmarks import inflow

PEERS = ("simpy", "ciw")
OURS = ("fsmlib", "numpy", "scipy")


def main() -> None:
    table = Table("measure", "ratio", "goal", "reached")
    for ratio in inflow.measure():
        reached = "yes" if ratio.is_reached else "no"
        table.add_row(ratio.name, f"{ratio.measured:,.0f}x", f"{ratio.goal:,.0f}x", reached)
    console = Console(width=120)
    console.print(f"Python {platform.python_version()} on {platform.machine()}")
    console.print(", ".join(f"{name} {version(name)}" for name in (*OURS, *PEERS)))
    console.print(table)


if __name__ == "__main__":
    main()
