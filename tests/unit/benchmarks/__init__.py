"""Tests of the benchmarks' own sums and report."""
