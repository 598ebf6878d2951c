"""The proofs; see docs/architecture.md for what each folder asks."""
