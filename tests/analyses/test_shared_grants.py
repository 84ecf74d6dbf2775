"""A grant held by several municipalities is summed before the share, wherever it is looked at."""

from pathlib import Path

import pytest

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.pages.thresholds import tables
from fsmlib.pages.thresholds.case import answer, banner, open_case
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.site.batch.orders import orders_of
from fsmlib.site.csvs import write_csv

FSM2 = load("fsm2", "")
HEAD = "Kommune;Måned;Indsatsgruppe;Berørt\n"


def written(folder: Path, *rows: str) -> Path:
    (folder / "fælles.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return folder / "fælles.csv"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        "Esbjerg;2019-11;1500;220",
        "Fanø;2019-11;20;12",
        "Esbjerg;2019-12;1500;230",
        "Fanø;2019-12;20;3",
    )


def test_esbjerg_and_fanoe_reach_15_per_cent_together(shared: Path) -> None:
    asked = Monitoring.read(shared, grant_dkk=1_000_000)
    assert asked.months[["touched", "effort_group"]].to_numpy().tolist() == [
        [232, 1520],
        [233, 1520],
    ]
    assert asked.payout.paid_percent == 90 and asked.findings == ()
    case = open_case(str(shared), "", "", "", "", 1_000_000, 0, "")
    assert banner(case).lines[0] == "Esbjerg Kommune og Fanø Kommune"
    assert "233 af 1.520 borgere" in str(answer(case).figures)
    assert {1520, 232} <= {*tables.results(case).rows()[0]}
    explained = asked.explain_payout()
    assert explained.result["paid_percent"] == 90
    assert "deler et tilsagn, så deres tal er lagt sammen (FSM2-L5)" in explained.sentences[0]


def test_registers_are_counted_together_and_read_back(tmp_path: Path) -> None:
    (tmp_path / "borgere.csv").write_text(
        "Borger;Kommune;Dato start\nA;Esbjerg;01.01.19\nB;Fanø;01.01.19\nC;Ærø;01.01.19\n", "utf-8"
    )
    hours = "Borger;Måned;Timer\nA;2019-11;37\nB;2019-11;3\nC;2019-11;-3\n"
    (tmp_path / "løntimer.csv").write_text(hours, "utf-8")
    months = monthly_results(tmp_path, measured_months("2019-11", "2019-11", FSM2), FSM2).months
    told = months[["municipality_code", "effort_group", "touched"]].to_numpy().tolist()
    assert told == [["0492", 1, 0], ["0561+0563", 2, 2]]
    write_csv(months[1:], tmp_path / "ud" / "m.csv", danish=False)
    assert Monitoring.read(tmp_path / "ud" / "m.csv").best_month["touched"] == 2


def test_a_partner_who_is_missing_is_told_and_a_month_without_it_not_counted(
    tmp_path: Path,
) -> None:
    alone = Monitoring.read(written(tmp_path, "Esbjerg;2019-11;1500;220"))
    assert "Esbjerg deler tilsagn med Fanø, hvis tal mangler" in alone.findings[0].problem
    rows = ("Esbjerg;2019-11;1500;300", "Esbjerg;2019-12;1500;230", "Fanø;2019-12;20;3")
    part = Monitoring.read(written(tmp_path, *rows))
    assert str(part.best_month["month"]) == "2019-12"
    assert "november 2019 er skjult eller mangler" in part.findings[0].problem
    with pytest.raises(FsmError, match="både alene og sammen"):
        Monitoring.read(written(tmp_path, rows[0], "Esbjerg og Fanø;2019-12;1520;233"))


def test_others_say_that_they_share(tmp_path: Path) -> None:
    file = written(tmp_path, "Ærø;2019-11;10;1", "Assens;2019-11;10;4")
    with pytest.raises(FsmError, match="shared_grants"):
        Monitoring.read(file)
    asked = Monitoring.read(file, changes="shared_grants=0420+0492")
    assert asked.best_month["touched"] == 5 and asked.values.departs_from_rules


def test_a_list_of_grant_holders_names_them_together(tmp_path: Path) -> None:
    (tmp_path / "kommuner.csv").write_text("Kommune\nEsbjerg og Fanø\nÆrø\n", "utf-8")
    orders = orders_of(["03_thresholds"], tmp_path / "kommuner.csv", None, {})
    assert [order.municipality_code for order in orders] == ["0492", "0561+0563"]
    assert orders[1].folder == "0561-0563-esbjerg-og-fanoe"
