"""Findings, accounts and results on a terminal: the same tables as the pages."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from fsmlib.analyses.finding_kinds import in_order, kinds, total, word_of
from fsmlib.cli.terminal import as_said, print_table
from fsmlib.danish import fine, formatted, kroner, percent_apart, whole
from fsmlib.danish import month as danish_month
from fsmlib.pages.values_in_words import meaning
from fsmlib.pages.views import Table as View
from fsmlib.programme.findings import Finding
from fsmlib.tables.account import Account
from fsmlib.tables.personal import masked

if TYPE_CHECKING:
    from fsmlib.analyses.compliance import Compliance
    from fsmlib.analyses.fit import Fit
    from fsmlib.analyses.monitoring import Monitoring
    from fsmlib.analyses.passive import PassiveShare
    from fsmlib.pages.evaluation.case import Case as Evaluation
    from fsmlib.pages.visitation.case import Case
    from fsmlib.programme.parameters import Values


def print_accounts(accounts: Iterable[Account]) -> None:
    """What became of the rows of every table, a line each."""
    for account in accounts:
        print(account.sentence)


def print_findings(findings: Iterable[Finding], each_row: bool = False) -> None:
    """Findings in a table, errors first, and how many there are; each kind once, or each row."""
    found = list(findings)
    if not found:
        print("Intet at rette.")
        return
    told = [(f, f.place) for f in in_order(found)]
    if not each_row:
        told = [(kind.finding, kind.place) for kind in kinds(found)]
    rows = [(word_of(f), place, f.problem, f.mend, f.rule) for f, place in told]
    print_table(("", "Hvor", "Hvad", "Sådan rettes det", "Regel"), rows)
    print(total(found))
    if len(told) < len(found):
        print("Se hver række for sig med: fsm check FIL --rows")


def print_verdicts(judge: "Compliance") -> None:
    """A proposal rule by rule: the numbers compared, and the verdict that STAR comes to."""
    from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish

    print(f"\nRegel for regel, {judge.municipality}: {judge.outcome}")
    shown = [column for column in RULE_BY_RULE if column.name not in ("heading", "why")]
    frame = in_danish(judge.verdicts)[["rule", *(column.name for column in shown)]]
    rows = [[str(cell) for cell in row] for row in frame.itertuples(index=False)]
    print_table(("Regel", *(column.heading for column in shown)), rows)


def print_payout(question: "Monitoring") -> None:
    """The months measured, the best of them, its share, and the instalments in kroner."""
    months, best, paid = question.measured["month"], question.best_month, question.payout
    counts, share = question.best_in_words
    rows = [
        ("Målt", f"{danish_month(months.min())} til {danish_month(months.max())}"),
        ("Bedste måned", danish_month(best["month"])),
        ("Andel berørte", f"{share} ({counts})"),
        ("Udbetales i alt", f"{paid.paid_percent} pct. af tilskuddet"),
        ("Første rate", kroner(paid.first_dkk)),
        ("Anden rate", kroner(paid.second_dkk)),
        ("I alt", kroner(paid.total_dkk)),
    ]
    print_table(("", ""), rows)


def print_warnings(findings: Iterable[Finding]) -> None:
    """What to look at beside a result, a line for each kind, where it does not mix with it."""
    for kind in kinds(findings):
        rule = f"({kind.finding.rule})" if kind.finding.rule else ""
        place = f"{kind.place}:" if kind.finding.file else ""
        told = ("Se efter:", place, kind.finding.problem, kind.finding.mend, rule)
        print(masked(as_said(" ".join(filter(None, told)))), file=sys.stderr)


def print_left_open(values: "Values") -> None:
    """What the source of a measure leaves open, and the reading in force, beside a result."""
    for value in map(values.__getitem__, values.left_open):
        told = f"Fortolkning: {value.question} Vi regner med: {meaning(value)}"
        print(as_said(f"{told} ({value.name}=…)"), file=sys.stderr)


def print_fit(fit: "Fit") -> None:
    """Every chance of the simulation: own with interval, guess with range, and which is used."""
    print(fit.sentence)
    rows = [
        (
            row["label"],
            row["used"],
            _between(row["own"], row["own_low"], row["own_high"]),
            "–" if pd.isna(row["events"]) else f"{row['events']} af {row['citizen_months']}",
            _between(row["guess"], row["guess_low"], row["guess_high"]),
        )
        for _, row in fit.table().iterrows()
    ]
    print_table(("Forudsætning", "Bruges", "Egen (90 %)", "Talt", "Skøn (spænd)"), rows)


def _between(value: float, low: float, high: float) -> str:
    return "–" if pd.isna(value) else f"{fine(value)} ({fine(low)}-{fine(high)})"


def print_simulation(case: "Case") -> None:
    """A simulated plan: the answer, and the tables a person looks at first."""
    from fsmlib.pages.visitation import tables
    from fsmlib.pages.visitation.case import answer, banner, warnings

    print(as_said(" ".join(banner(case).lines)), as_said(answer(case).plain), sep="\n\n")
    for warning in warnings(case.question):
        print(as_said(f"\nSe efter: {warning}"))
    views = (
        tables.chances(case),
        tables.payouts(case),
        tables.all_visited(case),
        tables.what_it_takes(case),
    )
    other = tables.two_plans(case)
    for view in (*views, other):
        if isinstance(view, View):
            print_view(view)
    print_left_open(case.question.values)
    print_warnings(case.page.tables.warnings)


def print_passive(found: "PassiveShare") -> None:
    """The passive share of a month with what it is made of, against the target."""
    rows = [
        ("Måned", danish_month(found.month)),
        ("Med mindst et års anciennitet", f"{whole(found.measured)} borgere"),
        ("Heraf passive", f"{whole(found.passive)} borgere"),
        ("Andel passive", percent_apart(found.share) if found.measured else "ingen at måle"),
    ]
    if found.target_share is not None:
        verdict = {True: "nået", False: "ikke nået", None: "kan ikke måles"}[found.is_met]
        rows.append(("Mål", f"{percent_apart(found.target_share)}: {verdict}"))
    print_table(("", ""), rows)


def print_view(view: View) -> None:
    """A table of a page under its title."""
    print(as_said(f"\n{view.title}"))
    cells = [
        [formatted(cell, column.kind) for cell, column in zip(row, view.columns, strict=True)]
        for row in view.rows()
    ]
    print_table([column.heading for column in view.columns], cells)


def print_case(case: "Evaluation") -> None:
    """Every proposal, those that could not be judged, the division, and the answer."""
    from fsmlib.pages.evaluation.case import answer
    from fsmlib.pages.evaluation.division import division
    from fsmlib.pages.evaluation.tables import overview, unread

    tables = [overview(case), division(case)] + (
        [unread(case)] if case.question.judged.unread else []
    )
    for table in tables:
        print_view(table)
        if table.note:
            print(table.note)
    print(as_said(answer(case).plain))
