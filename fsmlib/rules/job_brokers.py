"""How many citizens the job brokers can hold, and whether everyone gets one (FSM2)."""

from decimal import Decimal

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
