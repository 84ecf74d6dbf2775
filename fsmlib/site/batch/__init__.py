"""Many pages at once: which, from what, made in warm processes, kept account of, and indexed."""
