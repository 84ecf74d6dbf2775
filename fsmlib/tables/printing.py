"""How every worksheet of ours is printed: A4 on its side, no wider than the paper, numbered."""

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


def print_on_paper(sheet: Worksheet, heading: int) -> None:
    """Sets the sheet up for printing, with the row `heading` at the top of every page.

    The foot of a page has the name of the sheet, the page and how many there are.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
    sheet.print_title_rows = f"{heading}:{heading}"
    foot = sheet.oddFooter
    assert foot is not None
    foot.left.text, foot.right.text = "&A", "Side &P af &N"
