"""Orders of packs: placed, confirmed, handed over, or given back."""
