"""The numbers of a simulated plan as a workbook, without a page."""

from pathlib import Path

from fsmlib.pages.views import TABLE_MIME, Table
from fsmlib.pages.visitation import basis, tables
from fsmlib.pages.visitation.case import Case, banner
from fsmlib.site.export import save, workbook
from fsmlib.site.privacy import safely


def tables_shown(case: Case) -> list[Table]:
    """The tables of the simulation, in the order of the page."""
    views = (
        tables.chances(case),
        tables.by_month(case),
        tables.chances_by_month(case),
        tables.all_visited(case),
        tables.payouts(case),
        tables.what_it_takes(case),
        tables.job_brokers(case),
        tables.two_plans(case),
        basis.plan(case),
        basis.chances(case),
    )
    return [view for view in views if isinstance(view, Table)]


def write_numbers(case: Case, out: Path) -> None:
    """Writes the tables of the simulation and what they were made from to an XLSX file."""
    bundles = [view._repr_mimebundle_()[TABLE_MIME] for view in tables_shown(case)]
    book = workbook(bundles, banner(case).lines, [case.page.provenance().rows])
    with safely(out) as draft:
        save(book, draft)
