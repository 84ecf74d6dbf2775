"""The page on staffing (HIR): one case, its sentences, pictures and tables."""
