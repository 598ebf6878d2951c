"""The benchmarks, one module each: its docstring is what the report says of it, `run(bench)` does it."""
