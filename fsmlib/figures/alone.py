"""A chart alone in a figure of its own."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure


class ShownAxes(Axes):
    """Axes of ours: in a notebook they show themselves, as they are when they are shown."""

    @classmethod
    def of_size(cls, width: float, height: float) -> Axes:
        """An empty chart, in inches; its layout is fixed, so that it is drawn only once."""
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure.add_subplot(axes_class=cls)

    def _repr_svg_(self) -> str:
        from fsmlib.figures.svg import svg  # only what is shown asks for it

        return svg(self, self.get_title() or self.get_ylabel())
