"""A way to staff, and what is missing: what the staffing question (HIR) comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One way to staff: whole persons beside today's, and what follows from it."""

    name: str
    label: str
    contracts: tuple[float, ...]
    fte: float
    room: float
    risk: float
    salary_dkk: float
    own_funding_dkk: float


@dataclass(frozen=True)
class StaffNeed:
    """What is missing: parts of full-time equivalents with their salary, and whole persons."""

    fte: float
    salary_dkk: float
    hired_fte: float
