"""The questions of the programmes: each is asked once and answered in tables every face shows."""
