"""Faults on purpose: processes killed, messages broken, networks cut, everything at once. FAULTS=long multiplies the counts."""
