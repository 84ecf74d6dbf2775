"""How many citizens the job brokers can hold, and whether everyone gets one (FSM2)."""

from decimal import Decimal
from typing import Literal

from fsmlib.danish import percent_apart, short
from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import PERCENT

# What keeps a plan from visiting more: its waves (with or without places free), its most a month,
# or the job brokers' places.
Limit = Literal["waves", "waves_and_places", "a_month", "places"]
EVERYONE = "Hele målgruppen skal have indsatsen: planlæg "
MENDS: dict[Limit, str] = {
    "waves": EVERYONE + "større, flere eller tidligere hold.",
    "waves_and_places": EVERYONE + "flere jobformidlere og større hold.",
    "a_month": EVERYONE + "flere visiteret pr. måned.",
    "places": EVERYONE + "flere jobformidlere.",
}


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
def waiting_findings(waiting: int, target_group: int, limit: Limit) -> list[Finding]:
    """Whether everyone in the target group has been visited when the project ends.

    There is no date for it within the project and waves are fine, but nobody may be left.

    Parameters: citizens who still wait when the project ends, citizens of the target group, and
    what keeps more from being visited.

    >>> waiting_findings(0, 450, limit="waves")
    []
    """
    if not waiting:
        return []
    return [
        Finding(
            "error",
            f"{waiting} af {target_group} borgere er ikke visiteret, når projektet slutter.",
            MENDS[limit],
            rule="FSM2-1.3",
        )
    ]


@rule("FSM2-1.3", "FSM2-2.2")
def expected_coverage_findings(
    chance: float, waiting: float, limit: Limit, values: Values
) -> list[Finding]:
    """Whether a simulated plan is likely enough to have visited everyone at some time.

    Who is new in the target group, or back from an exemption, may wait again later.  What luck
    alone may leave is for a person to judge, so this is never an error.

    Parameters: the chance that nobody waits in some month of the project, the citizens who wait on
    average when it ends, and what keeps more from being visited then.

    >>> from fsmlib.programme.parameters import load
    >>> fsm2 = load("fsm2", on="2019-11-01", all_visited_percent=57)
    >>> expected_coverage_findings(0.57, waiting=1.2, limit="places", values=fsm2)
    []
    """
    least = values.all_visited_percent
    if Decimal(str(chance)) * PERCENT >= least:
        return []
    told, wanted = percent_apart(chance), short(least)
    return [
        Finding(
            "warning",
            f"Chancen for, at alle bliver visiteret i projektet, er {told}, mod ønsket {wanted} %; "
            f"når det slutter, venter i gennemsnit {round(waiting)} borgere.",
            MENDS[limit],
            rule="FSM2-1.3",
        )
    ]


@rule("FSM2-1.1", "FSM2-1.5")
def crowding_findings(held: int, places: int) -> list[Finding]:
    """Whether more citizens are to be with the job brokers than these can hold.

    Waves are visited as planned, whether there are places or not.

    Parameters: citizens with a job broker and places, in the month with the fewest to spare.

    >>> crowding_findings(held=206, places=206)
    []
    """
    if held <= places:
        return []
    return [
        Finding(
            "warning",
            f"I den travleste måned ventes {held} borgere hos jobformidlerne, som har {places} "
            "pladser.",
            "Hver borger skal have en jobformidler: planlæg flere årsværk eller mindre hold.",
            rule="FSM2-1.1",
        )
    ]
