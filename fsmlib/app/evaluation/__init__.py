"""STAR's door: a folder of proposals, turned up and down, decided on and written down."""
