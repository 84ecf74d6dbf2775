"""How sure the numbers are: what may come of a staffing, a plan or a pool, and what is best."""
