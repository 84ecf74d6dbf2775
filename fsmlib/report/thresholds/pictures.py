"""The pictures of the thresholds page, each with a text that says what it shows."""

from fsmlib.report import figures
from fsmlib.report.danish import month, month_short, percent, whole
from fsmlib.report.thresholds.case import Case, needs_registers
from fsmlib.report.views import Picture, Text


def share(case: Case) -> Picture:
    """The share by month with the thresholds, reached months marked, the group's size below."""
    shares = list(case.monthly["result_share"])
    low = case.thresholds[0]
    told = "; ".join(
        f"{month(when)} {percent(share_)}"
        for when, share_ in zip(case.monthly["month"], shares, strict=True)
    )
    return case.page.picture(
        "Andel af indsatsgruppen, der er berørt (pct.); under hver måned antal i gruppen.",
        figures.share_by_month(
            [month_short(m) for m in case.monthly["month"]],
            shares,
            [whole(n) for n in case.monthly["effort_group"]],
            list(case.monthly[f"reached_{low}"].fillna(False).astype(bool)),
            case.thresholds,
        ),
        f"Kurve over andelen: {told}. Kravene er {' og '.join(f'{t} %' for t in case.thresholds)}.",
        ("FSM2-3.1", "FSM2-3.2", "FSM2-5.2"),
    )


def who_fills(case: Case) -> Picture | Text:
    """Who fills the share: hours only, both, education only."""
    if case.register is None:
        return needs_registers()
    rows = case.monthly
    both = rows["touched_hours"] + rows["touched_education"] - rows["touched"]
    series = [
        ("Kun lønnede timer", list(rows["touched_hours"] - both)),
        ("Både timer og uddannelse", list(both)),
        ("Kun uddannelse", list(rows["touched_education"] - both)),
    ]
    told = "; ".join(f"{name}: {whole(sum(n))} borgermåneder" for name, n in series)
    return case.page.picture(
        "Hvem der er berørt, måned for måned (borgere).",
        figures.stacked([month_short(m) for m in rows["month"]], series, "Borgere"),
        f"Stablede søjler. {told}.",
        ("FSM2-3.1", "FSM2-3.3"),
    )
