"""The rulebook: every answer and all that rests on it, and what the readings move."""
