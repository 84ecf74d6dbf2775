"""The page on the caseworker register (HIR): one case, its sentences, pictures and tables."""
