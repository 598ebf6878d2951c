"""The property company's monthly statement of credit notes, held against what it acknowledged (rulebook §9)."""
