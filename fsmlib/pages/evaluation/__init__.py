"""The page on proposals (STAR): the pool, one proposal, the division, and the app."""
