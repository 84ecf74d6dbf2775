"""How the register's faults could be mended: rows a caseworker can retype."""

from datetime import date

import pandas as pd

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.fictitious import is_fictitious, meant_title
from fsmlib.rules.registration import changes


@rule("HIR-R3", "HIR-R5", "HIR-R6")
def corrected(registrations: pd.DataFrame, values: Values, today: date) -> pd.DataFrame:
    """The rows to retype in the module, as they could look; a proposal, never put in by itself.

    Only faults with one likely mend are mended: at a gap or overlap the older row ends the day
    before the newer begins (the newer one is trusted); an end date to come is taken away; a
    fictitious caseworker gets the fixed title, e-mail and hours.  What only the caseworker can
    know, such as a missing reason or real hours, is left as it is.

    Returns the corrected rows under their numbers, with changed: the columns that differ.
    """
    rows = registrations.copy()
    rows.loc[rows["end"] > pd.Timestamp(today), ["end", "end_reason"]] = None
    title = registrations["caseworker"].map(lambda name: meant_title(name, values))
    rows["caseworker"] = title.where(title.notna(), rows["caseworker"])
    outside = is_fictitious(rows, values)
    rows.loc[outside, "email"] = values.fictitious_email
    rows.loc[outside, "weekly_hours"] = values.fictitious_weekly_hours
    faults = changes(rows)
    faults = faults[faults["how"] != "twice"].sort_values("end").drop_duplicates("before")
    mends = faults.set_index("before")["end"]
    mends = mends[mends >= rows.loc[mends.index, "start"]]
    rows.loc[mends.index, "end"] = mends
    rows.loc[mends.index, "end_reason"] = "caseworker_changed"
    told = registrations.columns[registrations.notna().any()]
    compared = [name for name in rows if name in (*told, "end")]
    before, after = registrations[compared], rows[compared]
    differs = (before != after).fillna(False) & ~(before.isna() & after.isna())
    differs |= before.isna() != after.isna()
    names = differs.apply(lambda row: tuple(row.index[row.astype(bool)]), axis=1)
    return rows.assign(changed=names)[names.map(bool)]
