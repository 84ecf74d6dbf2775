"""Why a grant is paid out as it is: the best month, the thresholds, the instalments (FSM2)."""

from pathlib import Path

from fsmlib.analyses.monitor import best_payout, measured_months, project_counts
from fsmlib.danish import count, kroner, month, tried, whole
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation, rows
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import best_month, result_share
from fsmlib.rules.payout import Payout, is_reached, paid_percent, payout, slack
from fsmlib.tables.reading import require


def explain(
    monthly_file: Path,
    grant_dkk: int,
    documented_dkk: int | None,
    values: Values,
    first: str = "",
    last: str = "",
) -> Explanation:
    """Every step from the monthly counts of the project to the kroner, the instalments last.

    FsmError when the counts are of several municipalities or have nothing to measure.
    """
    best, paid = best_payout(monthly_file, grant_dkk, documented_dkk, values, first, last)
    tables, months = require(monthly_file, "monthly"), measured_months(first, last, values)
    monthly, when = project_counts(monthly_file, months), best["month"].to_period("M")
    touched, group = int(best["touched"]), int(best["effort_group"])
    trail = Trail()
    trail.note(
        best_month,
        {"monthly": monthly},
        when,
        f"Af {count(len(monthly), 'målt måned', 'målte måneder')} i projektet ({month(months[0])} "
        f"til {month(months[-1])}) har {month(when)} den højeste andel "
        f"({rows('monthly', [best.name])}; FSM2-3.2, FSM2-7.1).",
    )
    trail.take(
        result_share,
        touched,
        group,
        told=lambda share: (
            f"{whole(touched)} berørte af {whole(group)} i indsatsgruppen er {tried(share)} "
            "(FSM2-3.1, FSM2-3.2)."
        ),
    )
    for step in sorted(values.payout_steps, key=lambda step: int(step["reached_percent"])):
        _threshold(trail, touched, group, step["reached_percent"])
    trail.take(
        paid_percent,
        touched,
        group,
        values,
        told=lambda paid: (
            f"Første rate er {values.first_instalment_percent} % uden resultat; med de nåede krav "
            f"udbetales {paid} % af tilskuddet i alt (FSM2-5.2, FSM2-5.3)."
        ),
    )
    _instalments(trail, grant_dkk, documented_dkk, paid, values)
    asked: dict[str, object] = {"grant_dkk": grant_dkk, "documented_dkk": documented_dkk}
    asked |= {"first": str(months[0]), "last": str(months[-1])}
    result = {"month": when, "paid_percent": paid.paid_percent, "total_dkk": paid.total_dkk}
    result |= {"first_dkk": paid.first_dkk, "second_dkk": paid.second_dkk}
    return explanation("payout", asked, tables, values, trail, result)


def _threshold(trail: Trail, touched: int, group: int, wanted: int) -> None:
    """Whether a threshold is reached, tried on whole citizens, and by how many."""
    spare = slack(touched, group, wanted)
    required = touched - spare
    verdict = (
        f"er nået med {count(spare, 'borger', 'borgere')} til overs"
        if spare >= 0
        else f"er ikke nået; der mangler {count(-spare, 'borger', 'borgere')}"
    )
    trail.take(
        is_reached,
        touched,
        group,
        wanted,
        told=lambda _: (
            f"{wanted} % af {whole(group)} er mindst {count(required, 'borger', 'borgere')}: "
            f"{wanted} % {verdict} (FSM2-5.2)."
        ),
    )


def _instalments(
    trail: Trail, grant_dkk: int, documented_dkk: int | None, paid: Payout, values: Values
) -> None:
    limit = (
        f" Der er dokumenteret {kroner(documented_dkk)}, og der udbetales ikke mere end det."
        if documented_dkk is not None and values.documented_cost == "lower"
        else ""
    )
    trail.take(
        payout,
        grant_dkk,
        paid.paid_percent,
        documented_dkk,
        values,
        told=lambda instalments: (
            f"Derfor: af {kroner(grant_dkk)} udbetales {kroner(instalments.first_dkk)} i første og "
            f"{kroner(instalments.second_dkk)} i anden rate, {kroner(instalments.total_dkk)} i alt "
            f"(FSM2-5.2, FSM2-5.3).{limit}"
        ),
    )
