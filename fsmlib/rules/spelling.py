"""Is it the same citizen, the same caseworker, under two spellings."""

from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.names import is_alike, name_words
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.fictitious import is_meant_fictitious


@rule("HIR-R3")
def spelling_findings(registrations: pd.DataFrame, values: Values) -> list[Finding]:
    """Citizens and caseworkers who likely stand under two spellings; nothing is merged.

    Ids of citizens are alike when only case, punctuation or leading zeros differ.  Caseworkers are
    alike when their names are, or when two names share an e-mail; two e-mails set names that are
    nearly alike apart.  Fictitious caseworkers have findings of their own.  The finding stands at
    the rarer spelling.
    """
    real = registrations[~is_meant_fictitious(registrations, values)]
    findings = []
    for column, header, pairs in (
        ("citizen", "Borger", _same_ids(registrations["citizen"])),
        ("caseworker", "Sagsbehandler", _same_names(real)),
    ):
        often = Counter(registrations[column])
        for pair in pairs:
            rare, usual = sorted(pair, key=lambda name: (often[name], name))
            row = registrations.index[registrations[column] == usual][0]
            finding = Finding(
                "warning",
                f"{header}en kan være stavet på to måder (se række {row}).",
                "Er det den samme, så skriv navn eller id ens i alle rækker.",
                "HIR-R3",
                column=header,
            )
            findings += at_rows(registrations.index[registrations[column] == rare], finding)
    return sorted(findings, key=lambda finding: finding.row or 0)


def _same_ids(citizens: "pd.Series[str]") -> list[tuple[str, str]]:
    """Pairs of ids that differ only in writing."""

    def bare(id_: str) -> str:
        return "".join(word.lstrip("0") for word in name_words(id_))

    return _pairs(dict.fromkeys(citizens), bare)


def _same_names(registrations: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of caseworkers whose names are alike, or who share an e-mail."""
    by_name = registrations.groupby("caseworker")["email"]
    emails = {str(name): set(told.dropna().str.casefold()) for name, told in by_name}
    found, names = [], list(emails)
    for one, other in ((a, b) for n, a in enumerate(names, start=1) for b in names[n:]):
        both = emails[one] and emails[other]
        written_alike = "".join(name_words(one)) == "".join(name_words(other))
        if written_alike or (emails[one] & emails[other] if both else is_alike(one, other)):
            found.append((one, other))
    return found


def _pairs(names: Iterable[str], bare: Callable[[str], str]) -> list[tuple[str, str]]:
    usual: dict[str, str] = {}
    return [(usual[bare(n)], n) for n in names if usual.setdefault(bare(n), n) != n]
