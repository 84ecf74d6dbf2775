"""Writes a sheet that computes: inputs a reader may change, formulas, and Excel's own charts."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import absolute_coordinate, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.danish import excel_format

HEADING = Font(name="Calibri", size=11, bold=True)
INPUT = PatternFill("solid", fgColor="FFF4CC")
CHARTS_FROM_ROW, ROWS_PER_CHART, WIDTH_CM, HEIGHT_CM = 2, 19, 18, 9
LABELS, NUMBERS = 38, 17  # widths of columns
BLUE, ORANGE, GREY = "1F3A5F", "A84300", "8A97A6"


def write_calculation(sheet: Worksheet, calculation: dict[str, Any]) -> None:
    """Writes the rows below what the sheet holds already, and the charts to the right of it."""
    start, last = sheet.max_row + 2, max(len(row) for row in calculation["rows"])
    placed = [
        (sheet.cell(start + down, 1 + across), cell)
        for down, row in enumerate(calculation["rows"])
        for across, cell in enumerate(row)
    ]
    places = {name: cell.coordinate for cell, (*_, name) in placed if name}
    fixed = {name: absolute_coordinate(place) for name, place in places.items()}
    for cell, (content, role, kind, _) in placed:
        cell.value = content.format_map(fixed) if role == "formula" else content
        cell.number_format = excel_format(content, kind)
        if role in ("text", "heading"):
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=role == "heading", vertical="top")
        if role == "heading":
            cell.font = HEADING
        if role == "input":
            cell.fill = INPUT
    for number in range(1, last + 1):
        sheet.column_dimensions[get_column_letter(number)].width = (
            LABELS if number == 1 else NUMBERS
        )
    for number, chart in enumerate(calculation["charts"]):
        row = CHARTS_FROM_ROW + number * ROWS_PER_CHART
        sheet.add_chart(_chart(sheet, chart, places), sheet.cell(row, last + 2).coordinate)


def _chart(sheet: Worksheet, told: dict[str, Any], places: dict[str, str]) -> BarChart | LineChart:
    """Bars with lines over them, or lines alone."""
    lines = _filled(LineChart(), sheet, told, told["lines"], places)
    for line, colour in zip(lines.series, (ORANGE, GREY, BLUE), strict=False):
        line.graphicalProperties.line.solidFill = colour
        line.smooth = False
    if not told["series"]:
        return lines
    bars = _filled(BarChart(), sheet, told, told["series"], places)
    for bar in bars.series:
        bar.graphicalProperties.solidFill = BLUE
    if told["lines"]:
        bars += lines
    return bars


def _filled(
    chart: Any, sheet: Worksheet, told: dict[str, Any], series: Any, places: dict[str, str]
) -> Any:
    chart.title, chart.width, chart.height = told["title"], WIDTH_CM, HEIGHT_CM
    chart.y_axis.title, chart.legend.position = told["unit"], "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.layout = Layout(ManualLayout(h=0.62, w=0.86, x=0.1, y=0.14))
    for heading, first, last in series:
        numbers = Series(_column(sheet, places[first], places[last]), title=heading)
        chart.series.append(numbers)
    chart.set_categories(_column(sheet, *(places[name] for name in told["names"])))
    return chart


def _column(sheet: Worksheet, first: str, last: str) -> Reference:
    return Reference(worksheet=sheet, range_string=f"'{sheet.title}'!{first}:{last}")
