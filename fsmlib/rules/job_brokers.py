"""How many citizens the job brokers can hold, and whether everyone gets one (FSM2)."""

from decimal import Decimal

from fsmlib.programme.findings import Finding
from fsmlib.programme.sources import rule


@rule("FSM2-1.1", "FSM2-1.5")
def places(fte: float, caseload: int) -> int:
    """Citizens that job brokers of one role can hold: full-timers and one part-timer.

    Every citizen of group 1 has one continuous job broker, so the places are floored person by
    person: nobody can hold a part of a citizen.  Roles differ, so each has its own caseload.

    >>> places(1.5, caseload=35), places(0, caseload=35)
    (52, 0)
    """
    whole, part = divmod(Decimal(str(fte)), 1)
    return int(whole) * caseload + int(part * caseload)


@rule("FSM2-1.3", "FSM2-2.2")
def coverage_findings(waiting: int, target_group: int) -> list[Finding]:
    """Whether everyone in the target group has been visited when the project ends.

    There is no date for it within the project and waves are fine, but nobody may be left.

    Parameters: citizens who still wait when the project ends, and citizens of the target group.

    >>> coverage_findings(0, 450)
    []
    """
    if not waiting:
        return []
    return [
        Finding(
            "error",
            f"{waiting} af {target_group} borgere er ikke visiteret, når projektet slutter.",
            "Hele målgruppen skal have indsatsen: planlæg flere jobformidlere eller større hold.",
            rule="FSM2-1.3",
        )
    ]
