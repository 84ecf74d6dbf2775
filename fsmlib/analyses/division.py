"""What dividing the pool comes to, as tables: who gets what, who is next, and who is near."""

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from fsmlib.models.assessment import Assessment
from fsmlib.models.pool import Pool
from fsmlib.models.portfolio import InfeasibleError


class Divided:
    """The tables of a pool that is divided, or cannot be."""

    @cached_property
    def pool(self) -> Pool:
        """The proposals that can be judged, and the division of the money among them."""
        raise NotImplementedError

    @property
    def why_undivided(self) -> str:
        """Why the pool cannot be divided, in Danish; empty when it can."""
        try:
            _ = self.pool.division
        except InfeasibleError as error:
            return str(error)
        return ""

    @property
    def grants(self) -> Mapping[str, int]:
        """Per cent of the amount by municipality; none when the pool cannot be divided."""
        return {} if self.why_undivided else self.pool.division.grants

    @cached_property
    def division(self) -> pd.DataFrame:
        """Who gets what, in the order of the codes, and who stands outside and why."""
        pool, grants = self.pool, self.grants
        rows = [
            {
                "municipality_code": each.code,
                "municipality": each.name,
                "region": each.region,
                "status": self._status(each, grants.get(each.code)),
                "points": pool.points[each.code],
                "level": grants[each.code] / 100 if each.code in grants else None,
                "grant_dkk": pool.granted_dkk(each.code) if each.code in grants else None,
            }
            for each in ([] if self.why_undivided else pool.assessments)
        ]
        columns = ("municipality_code", "municipality", "region", "status", "points", "level")
        return pd.DataFrame(rows, columns=[*columns, "grant_dkk"])

    @cached_property
    def reserves(self) -> pd.DataFrame:
        """For each grant: the money freed when that municipality says no, and who comes in."""
        rows = [
            {
                "municipality": self.pool.by_code[code].name,
                "freed_dkk": self.pool.granted_dkk(code),
                "comes_in": {
                    self.pool.by_code[c].name: n / 100 for c, n in self.pool.reserve(code).items()
                },
            }
            for code in self.grants
        ]
        return pd.DataFrame(rows, columns=["municipality", "freed_dkk", "comes_in"])

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """Those who could be funded but are not, and the most they could have asked for."""
        rows = [
            {
                "municipality": self.pool.by_code[one.code].name,
                "points": self.pool.points[one.code],
                "recomputed_dkk": one.dkk,
                "most_dkk": self.pool.would_have_had_to_ask(one.code) if self.grants else None,
            }
            for one in self.pool.open_candidates
            if one.code not in self.grants
        ]
        columns = ["municipality", "points", "recomputed_dkk", "most_dkk"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def borderline(self) -> pd.DataFrame:
        """Proposals that luck decides: chosen in some draws of the points and not in others."""
        shares = self.pool.chosen_share() if self.grants else {}
        rows = [
            {
                "municipality": self.pool.by_code[code].name,
                "points": self.pool.points[code],
                "share": share,
            }
            for code, share in sorted(shares.items(), key=lambda item: -item[1])
            if 0 < share < 1
        ]
        return pd.DataFrame(rows, columns=["municipality", "points", "share"])

    def moved_since(self, before: "Divided") -> pd.DataFrame:
        """Whose grant is not what it was under another question: the level `was` and `now`."""
        rows = [
            {
                "municipality_code": code,
                "municipality": self.pool.by_code[code].name,
                "was": before.grants.get(code, 0) / 100,
                "now": self.grants.get(code, 0) / 100,
            }
            for code in sorted(self.grants.keys() | before.grants.keys())
            if code in self.pool.by_code and self.grants.get(code) != before.grants.get(code)
        ]
        return pd.DataFrame(rows, columns=["municipality_code", "municipality", "was", "now"])

    def _status(self, each: Assessment, level: int | None) -> str:
        if each.code in self.pool.withdrawn:
            return "Har trukket sig"
        if level:
            return "Tilsagn"
        if self.pool.can_be_funded(each):
            return "Uden tilsagn"
        refused = {"broken": "Bryder en regel", "not_told": "Noget er ikke oplyst"}
        return refused.get(each.outcome, "Intet at give til")
