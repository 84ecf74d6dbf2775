"""The tables: which columns each has, what must be filled, what must fit together."""

from dataclasses import replace

from fsmlib.tables.columns import (
    ENDS_AFTER_START,
    Column,
    RowCheck,
    Schema,
    no_overlap,
    once,
)
from fsmlib.tables.inflow import INFLOW
from fsmlib.tables.plan import PLAN_TABLES
from fsmlib.tables.proposal import BUDGET, PROPOSAL

HOURS_OF_A_MONTH = 24 * 31

STAFFING = Schema(
    "staffing",
    "Bemanding",
    (
        Column("municipality_code", "municipalities", needed=True),
        Column("open_cases", "whole", needed=True, least=0, most=100_000),
        Column("counted_on", "date"),
        Column("inflow_per_month", "number", least=0, most=10_000),
        Column("mean_duration_months", "number", least=1, most=240),
        Column("contracts", "contracts"),
        Column("current_fte", "number", least=0, most=1_000),
        Column("expected_extra_cases", "whole", least=0, most=100_000),
        Column("argument", "text"),
        Column("hourly_wage_dkk", "number", least=100, most=1_000),
        Column("effective_hours_per_fte", "number", least=1_000, most=2_500),
        Column("applied_fte", "number", least=0, most=100),
        Column("applied_dkk", "whole", least=0),
        Column("synthetic", "yes_no"),
        Column("data_origin", "text"),
    ),
    one_row=True,
)

CASEWORKERS = Schema(
    "caseworkers",
    "Sagsbehandlere",
    (
        Column("caseworker", "text", needed=True),
        Column("weekly_hours", "number", needed=True, least=0),
        Column("reduced_hours", "number", least=0),
        Column("reduction_reason", "choice", choices=("meeting_chair", "super_user", "other")),
        Column("start", "date"),
        Column("end", "date"),
        Column("other_cases", "whole", least=0, most=10_000),
        Column("in_project", "yes_no"),
    ),
    (
        no_overlap("caseworker", "Sagsbehandleren står der to gange i samme periode."),
        ENDS_AFTER_START,
        RowCheck(
            lambda frame: ~(frame["reduced_hours"] > frame["weekly_hours"]).fillna(False),
            ("reduced_hours", "weekly_hours"),
            "Den nedsatte tid er større end timerne pr. uge.",
            "Skriv de timer, der går fra, og ikke dem, der er tilbage.",
        ),
    ),
)

REGISTRATIONS = Schema(
    "registrations",
    "Registreringer",
    (
        Column("citizen", "text", needed=True),
        Column("caseworker", "text", needed=True),
        Column("email", "text"),
        Column("weekly_hours", "number", least=0),
        Column("start", "date", needed=True),
        Column("end", "date"),
        Column(
            "end_reason",
            "choice",
            choices=("benefit_changed", "moved", "caseworker_changed", "course_expired", "other"),
        ),
        Column("municipality_code", "municipality"),
        Column("counted_on", "date", told_as="register_drawn_on"),
        Column("synthetic", "yes_no"),
    ),
    (
        once(("citizen", "caseworker", "start"), "Registreringen står der to gange.", "HIR-R3"),
        replace(ENDS_AFTER_START, rule="HIR-R3"),
    ),
)

OFFERS = Schema(
    "offers",
    "Indsatser",
    (
        Column("citizen", "text", needed=True),
        Column("kind", "choice", needed=True, choices=("lab_offer", "mentor", "talk", "other")),
        Column("start", "date", needed=True),
        Column("end", "date"),
    ),
    (ENDS_AFTER_START,),
)

STATUSES = (
    "ressourceforloeb",
    "ordinary_job",
    "fleksjob",
    "in_education",
    "early_pension",
    "state_pension",
    "cash_benefit",
    "sickness_benefit",
    "self_supporting",
    "moved",
    "died",
    "other",
)

COURSES = Schema(
    "courses",
    "Forløb",
    (
        Column("citizen", "text", needed=True),
        Column("start", "date", needed=True),
        Column("end", "date"),
        Column("status_at_start", "choice", choices=STATUSES),
        Column("status_at_end", "choice", choices=STATUSES),
    ),
    (once(("citizen", "start"), "Forløbet står der to gange."), ENDS_AFTER_START),
)

CITIZENS = Schema(
    "citizens",
    "Borgere",
    (
        Column("citizen", "text", needed=True),
        Column("municipality_code", "municipality", needed=True),
        Column("birth_date", "date"),
        Column("visited_on", "date"),
        Column("start", "date", needed=True),
        Column("end", "date"),
        Column("end_reason", "choice", choices=("moved", "died", "state_pension")),
        Column("synthetic", "yes_no"),
    ),
    (
        once(("citizen", "municipality_code", "start"), "Borgeren står der to gange."),
        ENDS_AFTER_START,
    ),
)

MARKERS = Schema(
    "markers",
    "Markeringer",
    (
        Column("citizen", "text", needed=True),
        Column("marker", "marker", needed=True),
        Column("start", "date", needed=True, told_as="start_in_project"),
        Column("end", "date"),
    ),
    (ENDS_AFTER_START,),
)

HOURS = Schema(
    "hours",
    "Løntimer",
    (
        Column("citizen", "text", needed=True),
        Column("month", "month", needed=True, told_as="month_worked"),
        Column("paid_month", "month"),
        Column("hours", "number", needed=True, likely=HOURS_OF_A_MONTH, told_as="hours_of_month"),
        Column("employer", "text"),
        Column(
            "form",
            "choice",
            choices=("ordinary", "loentilskud", "fleksjob"),
            told_as="form_of_hours",
        ),
    ),
)

SUPPORTED = Schema(
    "supported",
    "Støttet beskæftigelse",
    (
        Column("citizen", "text", needed=True),
        Column("form", "choice", needed=True, choices=("loentilskud", "fleksjob")),
        Column("employer", "text"),
        Column("start", "date", needed=True, told_as="start_in_project"),
        Column("end", "date"),
    ),
    (ENDS_AFTER_START,),
)

EDUCATION = Schema(
    "education",
    "Uddannelse",
    (
        Column("citizen", "text", needed=True),
        Column("start", "date", needed=True, told_as="start_in_project"),
        Column("end", "date"),
        Column("su_eligible", "yes_no", needed=True),
        Column("paid", "yes_no"),
    ),
    (ENDS_AFTER_START,),
)

MONTHLY = Schema(
    "monthly",
    "Månedstal",
    (
        Column("municipality_code", "municipalities", needed=True),
        Column("month", "month", needed=True),
        Column("effort_group", "whole", needed=True, least=0, may_be_hidden=True),
        Column("touched", "whole", needed=True, least=0, may_be_hidden=True),
        Column("synthetic", "yes_no"),
        Column("data_origin", "text"),
    ),
    (
        once(("municipality_code", "month"), "Måneden står der to gange."),
        RowCheck(
            lambda frame: ~(frame["touched"] > frame["effort_group"]).fillna(False),
            ("touched", "effort_group"),
            "Der er flere berørte end borgere i indsatsgruppen.",
            "Ret det ene af tallene.",
        ),
    ),
)

GROUPS = Schema(
    "groups",
    "Grupper",
    (
        Column("citizen_group", "text", needed=True),
        Column("open_cases", "whole", needed=True, least=0, most=100_000),
        Column("inflow_per_month", "number", least=0, most=10_000),
        Column("mean_duration_months", "number", least=1, most=240),
    ),
    (once(("citizen_group",), "Gruppen står der to gange."),),
)

STAFFING_TABLES = (STAFFING, CASEWORKERS, INFLOW, GROUPS)
HIR_TABLES = (*STAFFING_TABLES, REGISTRATIONS, OFFERS, COURSES, BUDGET, PROPOSAL)
FSM2_TABLES = (CITIZENS, MARKERS, HOURS, SUPPORTED, EDUCATION, MONTHLY)
SCHEMAS = {schema.name: schema for schema in (*HIR_TABLES, *FSM2_TABLES, *PLAN_TABLES)}
