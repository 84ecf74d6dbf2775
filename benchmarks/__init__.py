"""How much faster than its peers: ratios of CPU time in one run, results compared first."""
