"""Figures for people: medians, and ratios within one run. `python -m benchmarks` prints all."""
