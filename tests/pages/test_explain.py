"""The explanation names rows and rules, and says what the count says."""

from pathlib import Path

import pandas as pd
import pytest

from fsmlib.analyses.citizen_explained import explanation_of
from fsmlib.analyses.monthly_results import measured_months
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.rules.register import register
from fsmlib.site.synth import write_registers
from fsmlib.tables.reading import read

FSM2 = load("fsm2", "2019-11-01")


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    files = {
        "borgere": "Borger;Kommune;Dato start;Dato slut;Årsag\nA;Ærø;01.01.19;;\nB;Ærø;01.01.19;;\n"
        "C;Ærø;01.01.19;30.11.19;fraflyttet\n",
        "løntimer": "Borger;Måned;Timer;Arbejdsgiver\n"
        "A;2019-12;3,5;\nA;2019-12;-1;\nB;2019-12;37;x\n",
        "markeringer": "Borger;Markering;Dato start;Dato slut\n"
        "B;FSM 2: Step-up;01.12.19;\nA;Barsel;01.01.20;31.01.20\n",
        "støttet beskæftigelse": "Borger;Form;Arbejdsgiver;Dato start\nB;løntilskud;x;01.11.19\n",
        "uddannelse": "Borger;Dato start;Dato slut;SU-berettiget\n"
        "B;01.01.20;;nej\nA;01.02.20;;ja\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def told(registers: Path, citizen: str, month: str) -> str:
    return "\n".join(
        explanation_of(read(registers), citizen, pd.Period(month, freq="M"), FSM2).sentences
    )


def test_a_touched_citizen(registers: Path) -> None:
    text = told(registers, "A", "2019-12")
    assert "Ærø Kommune, december 2019: borgeren er i målgruppen (Borgere, række 2;" in text
    assert "Løntimerne i måneden er 2,5 i alt med rettelser (Løntimer, rækkerne 2 og 3)" in text
    assert text.endswith("Derfor: i indsatsgruppen og berørt (FSM2-3.1).")


def test_an_exempt_citizen_is_in_neither(registers: Path) -> None:
    text = told(registers, "A", "2020-01")
    assert "»Barsel« (Markeringer, række 3), og er fritaget (FSM2-2.3)" in text
    assert "hverken i tæller eller nævner" in text


def test_education_and_wage_subsidy(registers: Path) -> None:
    assert "Uddannelse berører måneden (Uddannelse, række 3) og tæller" in told(
        registers, "A", "2020-02"
    )
    text = told(registers, "B", "2019-12")
    assert "timerne dér tæller ikke (FSM2-3.5, FSM2-3.6)" in text and "følges for sig" in text
    assert "ingen lønnede timer, der tæller" in text and text.endswith("ikke berørt (FSM2-3.1).")
    assert "giver ikke SU og tæller ikke" in told(registers, "B", "2020-01")


def test_who_has_moved_is_out(registers: Path) -> None:
    text = told(registers, "C", "2019-12")
    assert "er ikke i målgruppen" in text and "ingen løntimer" in text
    with pytest.raises(FsmError, match="står ikke"):
        told(registers, "D", "2019-12")


def test_the_conclusion_is_that_of_the_count(tmp_path: Path) -> None:
    write_registers(tmp_path, 60, "0410", 3, False, FSM2)
    months = measured_months("2020-06", "2020-06", FSM2)
    tables = read(tmp_path)
    counted = register(tables, months, FSM2)
    for place, citizen in list(enumerate(counted.citizen))[:25]:
        last = explanation_of(tables, citizen, months[0], FSM2).sentences[-1]
        in_group = bool(counted.effort_group[place] & 1)
        assert ("Derfor: i indsatsgruppen" in last) == in_group
        assert ("og berørt" in last) == bool(counted.touched[place] & 1)


def test_a_month_without_hours_is_told_not_to_be_measured(registers: Path) -> None:
    assert told(registers, "A", "2020-01").endswith(
        "Registrene har ingen løntimer i januar 2020, så måneden er ikke målt (FSM2-L4)."
    )
