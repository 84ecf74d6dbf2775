"""An invented table of all municipalities, as somebody would save it from Jobindsats.

Nothing here is data: sizes follow the populations, counts are drawn from a seed, and small ones are
hidden as Jobindsats hides them.
"""

import numpy as np
import pandas as pd

from fsmlib.analyses.question import EXAMPLES
from fsmlib.site.csvs import danish_table, write_csv
from fsmlib.tables.municipalities import municipalities

SEED, MONTHS = 98, ("2019-11-01", "2019-12-01")
PER_1000, UNEVEN, SHARE, BEYOND_LUCK = 9.0, 0.25, 0.11, 0.018
ORIGIN = "Opdigtet"


def counts() -> pd.DataFrame:
    """Counts of every municipality for two months; small ones are `*`."""
    rng = np.random.default_rng(SEED)
    people = municipalities()["population_2019q1"] / 1000
    level = PER_1000 * people * rng.lognormal(-(UNEVEN**2) / 2, UNEVEN, len(people))
    chance = rng.normal(SHARE, BEYOND_LUCK, len(people)).clip(0)
    frames = []
    for month in MONTHS:
        group = rng.poisson(level)
        touched = pd.Series(rng.binomial(group, chance), people.index)
        frame = pd.DataFrame({"effort_group": group, "touched": touched}, people.index)
        hidden = frame.astype(object).mask(frame < 3, "*")
        frames.append(hidden.assign(month=month[:7]).reset_index())
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(synthetic=True, data_origin=ORIGIN)


def write_comparison() -> None:
    """Writes the file behind the page that compares; its rows are the same every time."""
    write_csv(danish_table("monthly", counts()), EXAMPLES["comparison"], danish=True)


if __name__ == "__main__":
    write_comparison()
