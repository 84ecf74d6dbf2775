"""Generators of the invented example data that the package ships; `make data` runs them."""
