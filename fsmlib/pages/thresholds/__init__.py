"""The page on thresholds (FSM2): one case, its sentences, pictures and tables."""
