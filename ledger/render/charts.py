"""Native charts of a workbook's tables, set so that every name and figure can be read."""

import math
from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart import LineChart
from openpyxl.chart import PieChart
from openpyxl.chart import Reference
from openpyxl.chart.label import DataLabel
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.legend import LegendEntry
from openpyxl.worksheet.worksheet import Worksheet

from ledger.outline.book import BookCell
from ledger.outline.book import BookTable
from ledger.outline.book import Chart

_CHARTS = {"pie": PieChart, "bar": BarChart, "line": LineChart}
_PLACES = {"pie": "outEnd", "bar": "outEnd", "line": "t"}  # of the figures: beside a slice or bar, above a point
_WIDTH, _HEIGHT = 16, 7.5  # centimetres
_BARS, _REST = 0.9, 3  # centimetres: of what one name has, and of title, axis and legend
_ROW = 14 / 72 * 2.54  # centimetres of the lowest row there is
_READABLE = 12  # points of a line whose figures do not run into one another
_FEW = 10  # up to which a program would count in halves


def draw(sheet: Worksheet, table: BookTable, chart: Chart, head: int, place: str) -> int:
    """Draw a chart of the columns of a table, whose headings stand in row `head`; return how many rows it may cover."""
    if not table.rows:
        return 0
    made = _CHARTS[chart.kind]()
    last = head + len(table.rows)
    values = Reference(sheet, min_col=chart.first + 1, max_col=chart.last + 1, min_row=head, max_row=last)
    made.add_data(values, titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))
    made.title, made.legend = table.title, _legend(table, chart)
    made.title.overlay = made.legend.overlay = False
    made.height, made.width = _HEIGHT, _WIDTH
    if not isinstance(made, LineChart) or len(table.rows) <= _READABLE:
        for column, series in enumerate(made.series, start=chart.first):
            series.dLbls = _figures([row[column] for row in table.rows], _PLACES[chart.kind])
    if not isinstance(made, PieChart):
        _axes(made, table, chart)
    sheet.add_chart(made, place)
    return math.ceil(float(made.height) / _ROW) + 1


def _figures(cells: Sequence[BookCell], place: str) -> DataLabelList:
    """Return the figures beside what is drawn; a nought, of which nothing is drawn, has none."""
    off = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent"), False)
    told = [DataLabel(idx=at, dLblPos=place, showVal=True, **off) for at, cell in enumerate(cells) if cell.value]
    return DataLabelList(dLbl=told, showVal=False, **off)


def _legend(table: BookTable, chart: Chart) -> Legend:
    """Return the legend; that of a pie names only what there is a slice of."""
    told = Legend()
    if chart.kind == "pie":
        none = [at for at, row in enumerate(table.rows) if not row[chart.first].value]
        told.legendEntry = [LegendEntry(idx=at, delete=True) for at in none]
    return told


def _axes(made: BarChart | LineChart, table: BookTable, chart: Chart) -> None:
    """Count in whole numbers; name every bar, the first of the table at the top; join the points by straight lines."""
    made.x_axis.delete = made.y_axis.delete = False  # else newer programs draw none
    made.y_axis.number_format, made.y_axis.scaling.min = "0", 0
    if all(int(str(cell.value)) <= _FEW for row in table.rows for cell in row[chart.first : chart.last + 1]):
        made.y_axis.majorUnit = 1
    if isinstance(made, BarChart):
        made.type, made.overlap, made.gapWidth = "bar", 0, 50
        made.height = max(_HEIGHT, _REST + _BARS * len(table.rows))
        made.x_axis.tickLblSkip = 1
        made.x_axis.scaling.orientation, made.y_axis.crosses = "maxMin", "max"
    else:
        for series in made.series:
            series.smooth = False
