"""The questions of a municipality: templates to fill in, what may be chosen, and the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fsmlib.models.rates import CHANCES_OF_A_MEASURE, OF_WORK, names_of
from fsmlib.pages.start import question
from fsmlib.programme.kinds import ProgrammeKind, first_of, kind_of
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.sources import programme_named
from fsmlib.programme.values import Kind
from fsmlib.site.parameters import Parameter, parameters_of
from fsmlib.site.run import read_notebook

AMOUNT_FIELDS = {"grant_dkk": "text", "documented_dkk": "text", "drawn_on": "date"}
MONTHS = {"first": "month", "last": "month"}
PASSIVE_FIELDS = {"passive_month": "month", "passive_target": "text"}
NAMES_FIELD = {"names": "list"}
PROPOSAL_QUESTION = "Holder ansøgningen reglerne?"
STAFFING_VALUES = (
    "cap",
    "accepted_risk",
    "hourly_wage_dkk",
    "mean_duration_months",
    "inflow_spread",
    "contract_step_hours",
)
PLAN_VALUES = ("job_broker_factor", "job_entry_per_month", "step_2_lift", "step_3_lift")


@dataclass(frozen=True)
class Way:
    """One question: its place in the address, its page, and what is filled in and chosen.

    `templates` are keys of `tables.template.TEMPLATES` with what each is called, `needs` the table
    without which there is no page; `settings` are parameters of the notebook with how they are
    typed, `first` the values asked about at once, `more` the kinds of others that can be changed.
    `asked` is the programme the app was started with, where the question is of its kind.
    """

    slug: str
    notebook: str
    templates: Mapping[str, str]
    needs: str = ""
    first: tuple[str, ...] = ()
    more: tuple[Kind, ...] = ("reading",)
    settings: Mapping[str, str] = field(default_factory=dict)
    own_title: str = ""
    own_text: str = ""
    asked: str = ""

    @property
    def is_proposal(self) -> bool:
        """Whether what is asked is a judgement of a proposal."""
        return self.own_title.startswith(PROPOSAL_QUESTION)

    @property
    def title(self) -> str:
        """The question, as the page asks it."""
        own = self.own_title or self.values.page(self.notebook).get("title", "")
        return self.values.voice.text(own or question(self.notebook)[0])

    @property
    def text(self) -> str:
        """What the page tells, in a sentence or two."""
        own = self.own_text or self.values.page(self.notebook).get("lead", "")
        return self.values.voice.text(own or question(self.notebook)[1])

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters of the notebook, by name."""
        return parameters_of(read_notebook(self.notebook))

    @property
    def programme(self) -> str:
        """The programme whose rules the page uses."""
        return self.asked or first_of(self.kind)

    @property
    def kind(self) -> ProgrammeKind:
        """The kind of programme the page is of."""
        kind: ProgrammeKind = read_notebook(self.notebook).metadata["fsmlib"]["kind"]
        return kind

    @property
    def at_once(self) -> list[str]:
        """The values asked about at once: of a measure of its own, its own chances."""
        measured = names_of(self.values) if self.values.own_measure else ()
        kept = [name for name in self.first if not measured or name not in OF_WORK]
        return [*kept, *(name for name in measured if name in CHANCES_OF_A_MEASURE and self.first)]

    @property
    def values(self) -> Values:
        """The values the page has when nobody changes any."""
        return load(self.programme, self.parameters["on"].default)


WAYS = {
    way.slug: way
    for way in (
        Way(
            "bemanding",
            "01_staffing",
            {"staffing": "Bemanding"},
            "staffing",
            STAFFING_VALUES,
            ("assumption", "reading"),
            NAMES_FIELD,
        ),
        Way(
            "registrering",
            "04_registration",
            {"registrations": "Registreringer"},
            "registrations",
            settings={"counted_on": "date", **MONTHS, **PASSIVE_FIELDS, **NAMES_FIELD},
        ),
        Way(
            "visitation",
            "02_visitation",
            {"plan": "Plan", "registers": "Registre (kan undværes)"},
            "plan",
            PLAN_VALUES,
            ("assumption", "reading"),
            {"wanted_percent": "text"},
        ),
        Way(
            "krav",
            "03_thresholds",
            {"registers": "Registre", "monthly": "Månedstal, når I kun har dem"},
            settings={**AMOUNT_FIELDS, **MONTHS},
        ),
        Way(
            "sammenligning",
            "08_comparison",
            {"monthly": "Månedstal for alle kommuner"},
            "monthly",
            settings={"month": "month", "municipality": "text"},
        ),
        Way(
            "ansoegning-hir",
            "01_staffing",
            {"proposal_cap": "Ansøgning til HIR"},
            "staffing",
            STAFFING_VALUES,
            own_title=f"{PROPOSAL_QUESTION} (HIR)",
            own_text="Kontrollen holder ansøgningen op mod hver regel, som STAR gør det, før den "
            "sendes. Siden viser behov, budget og regler.",
        ),
        Way(
            "ansoegning-fsm2",
            "02_visitation",
            {"proposal_thresholds": "Ansøgning til FSM2"},
            "plan",
            PLAN_VALUES,
            own_title=f"{PROPOSAL_QUESTION} (FSM2)",
            own_text="Kontrollen holder ansøgningen op mod hver regel, som STAR gør det, før den "
            "sendes. Siden regner planen igennem.",
        ),
    )
}


def ways_of(programme: str) -> dict[str, Way]:
    """The questions by their place in the address, those of its kind asked of the programme.

    Empty is those meant where none is named; FsmError for a programme that cannot be read.
    """
    if not programme:
        return WAYS
    kind = kind_of(programme_named(programme))
    return {
        slug: replace(way, asked=programme) if way.kind == kind else way
        for slug, way in WAYS.items()
    }
