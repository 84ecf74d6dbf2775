"""Kernels that start warm: forked from a process that has the libraries imported already."""
