"""Why a grant is paid out as it is: the best month, the thresholds, the instalments (FSM2)."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fsmlib.analyses.explanation import Explanation, explanation
from fsmlib.analyses.small_counts import is_small
from fsmlib.analyses.steps import Told, rows, steps_told
from fsmlib.danish import count, kroner, month, percent_apart, whole
from fsmlib.programme.findings import FsmError
from fsmlib.programme.sources import steps_taken
from fsmlib.rules.monitoring import best_month, by_grant, result_share
from fsmlib.rules.payout import is_reached, paid_percent, payout
from fsmlib.tables.municipalities import TOGETHER

if TYPE_CHECKING:
    from fsmlib.analyses.monitoring import Monitoring


def explanation_of(asked: "Monitoring") -> Explanation:
    """The steps from the months of the project to the kroner: asked once more, each step noted.

    FsmError when the best month has a count that is hidden, for its steps would tell it.
    """
    question = replace(asked)
    with steps_taken() as taken:
        best, paid = question.best_month, question.payout
    if is_small([best["touched"], best["effort_group"]]).any():
        raise FsmError("Den bedste måned har et antal under 3, og trinene ville vise det.")
    steps = steps_told(taken, _sentences(question))
    given = {
        "grant_dkk": question.grant_dkk,
        "documented_dkk": question.documented_dkk,
        "first": str(question.asked_months[0]),
        "last": str(question.asked_months[-1]),
    }
    result = {"month": best["month"], "paid_percent": paid.paid_percent}
    result |= {"total_dkk": paid.total_dkk}
    result |= {"first_dkk": paid.first_dkk, "second_dkk": paid.second_dkk}
    return explanation("payout", given, question.tables, question.values, steps, result)


def _sentences(question: "Monitoring") -> dict[Callable[..., Any], Told]:
    """What each recorded step of the best month says, in the order they are told."""
    best, first = question.best_month, question.values.first_instalment_percent
    pair = (best["touched"], best["effort_group"])

    def of_best(tell: Told) -> Told:
        return lambda given, result: (
            tell(given, result) if (given["touched"], given["group"]) == pair else ""
        )

    return {
        by_grant: lambda *_: _shared(question),
        best_month: lambda *_: _best(question),
        result_share: of_best(
            lambda given, share: (
                f"{whole(given['touched'])} berørte af {whole(given['group'])} i indsatsgruppen er "
                f"{percent_apart(share)} (FSM2-3.1, FSM2-3.2)."
            )
        ),
        is_reached: of_best(lambda given, _: _threshold(question, given["percent"])),
        paid_percent: lambda _, percent: (
            f"Første rate er {first} % uden resultat; med de nåede krav udbetales {percent} % af "
            "tilskuddet i alt (FSM2-5.2, FSM2-5.3)."
        ),
        payout: lambda given, paid: (
            f"Derfor: af {kroner(given['grant_dkk'])} udbetales {kroner(paid.first_dkk)} i første "
            f"og {kroner(paid.second_dkk)} i anden rate, {kroner(paid.total_dkk)} i alt (FSM2-5.2, "
            f"FSM2-5.3).{_limit(question)}"
        ),
    }


def _shared(question: "Monitoring") -> str:
    """That counts were added up, where the grant is shared."""
    if TOGETHER not in question.months["municipality_code"].iloc[0]:
        return ""
    return f"{question.municipality} deler et tilsagn, så deres tal er lagt sammen (FSM2-L5)."


def _best(question: "Monitoring") -> str:
    measured, months, best = question.measured, question.asked_months, question.best_month
    where = ""
    if not question.has_citizens:
        told = question.tables["monthly"]
        where = rows("monthly", told.index[told["month"].dt.to_period("M") == best["month"]]) + "; "
    return (
        f"Af {count(len(measured), 'målt måned', 'målte måneder')} i projektet ({month(months[0])} "
        f"til {month(months[-1])}) har {month(best['month'])} den højeste andel "
        f"({where}FSM2-3.2, FSM2-7.1)."
    )


def _threshold(question: "Monitoring", percent: int) -> str:
    """Whether a threshold is reached, tried on whole citizens, and by how many."""
    best = question.best_month
    spare, short = int(best[f"slack_{percent}"]), int(best[f"short_{percent}"])
    verdict = (
        f"er ikke nået; der mangler {count(short, 'borger', 'borgere')}"
        if short
        else f"er nået med {count(spare, 'borger', 'borgere')} til overs"
    )
    required = int(best["touched"]) + short - spare
    return (
        f"{percent} % af {whole(best['effort_group'])} er mindst "
        f"{count(required, 'borger', 'borgere')}: {percent} % {verdict} (FSM2-5.2)."
    )


def _limit(question: "Monitoring") -> str:
    documented = question.documented_dkk
    if documented is None or question.values.documented_cost != "lower":
        return ""
    return f" Der er dokumenteret {kroner(documented)}, og der udbetales ikke mere end det."
