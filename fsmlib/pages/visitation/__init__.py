"""The page on visitation (FSM2): one case, its sentences, pictures, tables and sliders."""
