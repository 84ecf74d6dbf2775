"""What both programmes ask of a proposal's form, and what neither counts against it."""

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np
import pandas as pd

from fsmlib.danish import count, kroner, listed, moment, short
from fsmlib.programme.findings import Finding
from fsmlib.programme.numbers import whole_kroner
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.verdicts import Verdict, verdict_of_findings, without_fault
from fsmlib.rules.asked import close

TELL_INFLOW = "Oplys tilgang pr. måned og varighed."


@rule("HIR-20", "FSM2-8.1")
def contradiction_findings(
    what: str, told: Mapping[str, float | None], counted_in: str, id_: str
) -> list[Finding]:
    """Whether one fact is the same in every sheet that tells it; `told` are numbers by sheet.

    Form and budget are assessed together, so two numbers for one fact break the answer `id_`.

    >>> contradiction_findings("Årsværk", {"Bemanding": 2, "Budget": 2}, "årsværk", "HIR-11")
    []
    """
    numbers = {place: number for place, number in told.items() if number is not None}
    if not numbers or np.isclose(min(numbers.values()), max(numbers.values())):
        return []
    said = listed([f"{short(number)} {counted_in} i {place}" for place, number in numbers.items()])
    gap = short(max(numbers.values()) - min(numbers.values()))
    problem = f"{what} er {said}: en forskel på {gap} {counted_in.rstrip('.')}."
    return [Finding("error", problem, "Ret det tal, der er forkert.", rule=id_)]


@rule("HIR-21", "HIR-L2")
def deadline_verdict(submitted_at: datetime | None, values: Values) -> Verdict:
    """Whether a proposal came in time: the whole minute of the deadline is in time.

    So 23.59.30 is: proposals can be sent until midnight.  A day without a time of day counts as
    its first minute.
    """
    deadline, found = values.deadline_at, []
    if submitted_at is not None and submitted_at.replace(second=0, microsecond=0) > deadline:
        problem = f"Ansøgningen er indsendt {moment(submitted_at)}; fristen var {moment(deadline)}."
        found = [Finding("error", problem, "STAR afgør, om den kan være med.", "HIR-21")]
    return verdict_of_findings("HIR-21", "Indsendt", submitted_at, deadline, "dato og tid", found)


@rule("HIR-18")
def pages_verdict(strategy_pages: int | None, values: Values) -> Verdict:
    """Whether the strategy section keeps to its pages."""
    most, found = values.strategy_pages_max, []
    if strategy_pages is not None and strategy_pages > most:
        problem = f"Strategiafsnittet er på {strategy_pages} sider mod højst {most}."
        mend = f"Kort det af med {count(strategy_pages - most, 'side', 'sider')}."
        found = [Finding("error", problem, mend, "HIR-18")]
    subject = "Sider i strategiafsnittet"
    return verdict_of_findings("HIR-18", subject, strategy_pages, most, "sider", found)


@rule("HIR-6")
def other_projects_verdict(other_projects: bool | None) -> Verdict:
    """Other projects for the same citizens are no obstacle, so this is never broken.

    >>> other_projects_verdict(True).outcome
    'kept'
    """
    return _never_a_fault("HIR-6", "Andre projekter", other_projects)


@rule("HIR-20")
def own_document_verdict(own_document: bool | None) -> Verdict:
    """A document of the municipality's own is fine, so this is never broken.

    >>> own_document_verdict(True).outcome
    'kept'
    """
    return _never_a_fault("HIR-20", "Eget dokument", own_document)


@rule("FSM2-8.2")
def length_verdict(strategy_pages: int | None) -> Verdict:
    """FSM2 sets no limit on the length, so this is never broken.

    >>> length_verdict(300).outcome
    'kept'
    """
    return _never_a_fault("FSM2-8.2", "Sider", strategy_pages)


@rule("FSM2-8.1")
def annexes_verdict(annexes: int | None) -> Verdict:
    """Only form and budget are assessed: annexes neither help nor harm, however many there are.

    >>> annexes_verdict(0).outcome == annexes_verdict(12).outcome == "kept"
    True
    """
    return _never_a_fault("FSM2-8.1", "Bilag", annexes)


@rule("HIR-7")
def scaled_grant_dkk(
    applied_dkk: float,
    eligible_dkk: float,
    salary_dkk: float,
    applied_fte: float | None,
    needed_fte: float,
) -> int:
    """The grant that the recomputed need bears out, in whole kroner; never more than asked for.

    Full-time equivalents beyond the need are taken off at the application's own price for them;
    lines that do not follow the staff (workshop, audit) stay.  `eligible_dkk` and the salaries in
    it are what the pool would pay: less what others give for the project.

    >>> scaled_grant_dkk(1_030_000, 1_030_000, 1_000_000, applied_fte=2, needed_fte=1.5)
    780000
    >>> scaled_grant_dkk(700_000, 1_030_000, 1_000_000, applied_fte=2, needed_fte=1.5)
    700000
    """
    beyond = max(0.0, 1 - needed_fte / applied_fte) if applied_fte else 0.0
    return whole_kroner(max(0.0, min(applied_dkk, eligible_dkk - salary_dkk * beyond)))


@rule("HIR-7")
def scaling_verdict(
    applied_dkk: int | None, scaled_dkk: int, is_inflow_told: bool, values: Values
) -> Verdict:
    """Whether the need bears out what is asked for; asking for more is no fault in itself.

    It is only a matter for the dialogue with the municipality: a person looks.  Where it does not
    tell its inflow and durations, the need rests on our assumptions, which judge nobody: not told.
    """
    found = []
    if applied_dkk is not None and not is_inflow_told:
        problem = f"Behovet bærer {kroner(scaled_dkk)} med vores forudsætninger om tilgangen."
        found = [Finding("not_told", problem, TELL_INFLOW, "HIR-7")]
    elif applied_dkk is not None and not close(applied_dkk, scaled_dkk, values):
        problem = (
            f"Det genberegnede behov bærer {kroner(scaled_dkk)} af de {kroner(applied_dkk)}, der "
            f"søges om: {kroner(applied_dkk - scaled_dkk)} mindre."
        )
        mend = "Tag det op med kommunen; det tæller ikke imod ansøgningen."
        found = [Finding("warning", problem, mend, "HIR-7")]
    return verdict_of_findings(
        "HIR-7", "Ansøgt beløb mod behovet", applied_dkk, scaled_dkk, "kr.", found
    )


@rule("HIR-10")
def staying(grants: Mapping[str, int], withdrawn: Collection[str]) -> dict[str, int]:
    """The grants that bind when some withdraw: whoever has not withdrawn is not moved.

    What the others had goes back to the pool and may fund those left out.

    >>> staying({"0101": 100, "0410": 80}, withdrawn=["0410"])
    {'0101': 100}
    """
    return {code: level for code, level in grants.items() if code not in withdrawn}


@rule("HIR-L1", "FSM2-L5")
def price_dkk(amount_dkk: float, units: float) -> float:
    """Kroner for each full-time equivalent (HIR) or citizen (FSM2); nan when there are none.

    >>> price_dkk(1_000_000, 2)
    500000.0
    """
    return amount_dkk / units if units else float("nan")


@rule("FSM2-L5")
def scale_per_citizen_dkk(values: Values) -> float:
    """Kroner for each citizen that the whole call of FSM2 came to.

    >>> from fsmlib.programme.parameters import load
    >>> round(scale_per_citizen_dkk(load("fsm2", on="2019-11-01")))
    4111
    """
    return float(values.call_dkk / values.call_citizens)


def _never_a_fault(rule_id: str, subject: str, told: bool | int | None) -> Verdict:
    """What an answer says is never a fault: kept when told, and not told otherwise."""
    known = None if told is None or pd.isna(told) else told
    return Verdict(rule_id, without_fault(known), subject, known)
