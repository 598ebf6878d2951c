"""What an import may do when, and what a row of its sheet says (rulebook §3, bulk import)."""
