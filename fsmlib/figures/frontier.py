"""The frontier between a minimum for all and a tight cap for some."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from fsmlib.danish import short, whole
from fsmlib.figures.canvas import DARK, LIMIT, PALE, canvas, limit_line


def frontier(
    added: Sequence[float],
    at_low: Sequence[float],
    cases: int,
    least: float,
    here: tuple[float, float | None],
    caps: tuple[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Cases at the low cap by full-time equivalents added; before `least` the cap is not kept.

    `here` is the staff asked about and its cases at the low cap, None when it cannot be reached;
    `caps` say what the low cap and the cap are.
    """
    axes, (low, cap) = canvas(ax=ax), caps
    if least > added[0]:
        axes.axvspan(
            added[0],
            least,
            color=PALE,
            zorder=0,
            label=f"{cap[0].upper()}{cap[1:]} kan ikke nås for alle",
        )
    axes.plot(
        added,
        at_low,
        color=DARK,
        linewidth=2.2,
        marker="o",
        markersize=5,
        drawstyle="steps-post",
        label=f"Sager, der kan få {low}; resten {cap}",
    )
    limit_line(axes, cases, f"Alle {whole(cases)} sager")
    fte, reached = here
    axes.plot(fte, reached or 0, marker="D", color=LIMIT, markersize=10, zorder=4)
    told = "kan ikke nås" if reached is None else f"{whole(reached)} sager"
    axes.annotate(
        f"{short(fte)} nye årsværk: {told}",
        (fte, reached or 0),
        xytext=(12, -14) if reached else (12, 10),
        textcoords="offset points",
        fontsize=10.5,
        fontweight="bold",
        color=LIMIT,
    )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
    axes.set_xlabel("Nye årsværk")
    axes.set_ylabel(f"Sager med {low.removesuffix(' pr. fuldtidsansat')}")
    axes.set_ylim(-0.04 * cases, 1.15 * max(cases, 1))
    axes.set_xlim(added[0], added[-1] * 1.15 or 1)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=9, ncols=2)
    return axes
