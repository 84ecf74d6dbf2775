"""The tables a plan of visitation is told in, with those of the registers beside it."""

from pathlib import Path

from fsmlib.analyses.check import checked_tables
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.tables.reading import Tables


def plan_tables(plan: str | Path, registers: Tables | None, values: Values) -> Tables:
    """The tables of a workbook with a plan, else the registers that hold it.

    InputError with every finding when the plan cannot be used; FsmError when there is none.
    """
    if str(plan):
        return checked_tables(plan, values, "plan")
    if registers is None or registers["plan"].empty:
        raise FsmError("Der mangler en plan. Udfyld skabelonen (fsm template plan; -p plan=FIL).")
    return registers


def registers_and_plan(registers: Tables | None, plan: Tables) -> Tables:
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
