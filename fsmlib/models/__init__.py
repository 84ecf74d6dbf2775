"""How sure the numbers are: what happens to the caseload when citizens come and go."""
