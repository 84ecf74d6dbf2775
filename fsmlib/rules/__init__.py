"""The arithmetic, in the order a case meets it: who takes part, caseload, staffing, budget."""
