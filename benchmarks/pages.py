"""What the pictures of page 01 cost, drawn as SVG, against PNG in base64, as 0.2.0 drew them."""

import base64
import statistics
from collections.abc import Callable

from benchmarks.ratios import ROUNDS, Ratio, at_most, cpu_seconds
from fsmlib.analyses.staffing import Staffing
from fsmlib.pages.staffing import pictures
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.views import Picture

DRAWN = (pictures.waterfall, pictures.tornado)


def measure() -> list[Ratio]:
    case = page_of(Staffing.read(on="2018-03-01"))
    _ = case.question.swings  # worked out beforehand: only the drawing is measured

    def drawn(form: Callable[[Picture], bytes]) -> Callable[[], int]:
        return lambda: sum(len(form(draw(case))) for draw in DRAWN)

    ours, peer = drawn(lambda each: each.html().encode()), drawn(_png)
    size = ours() / peer()
    cost = statistics.median(cpu_seconds(ours) / cpu_seconds(peer) for _ in range(ROUNDS))
    return [
        at_most("pictures of page 01: bytes against PNG, as in 0.2.0", size, 1 / 3),
        at_most("pictures of page 01: CPU against PNG, as in 0.2.0", cost, 0.6),
    ]


def _png(picture: Picture) -> bytes:
    return base64.b64encode(picture.png())
