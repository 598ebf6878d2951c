"""What a property company says a household's fee of a year is: nobody else says it (rulebook §9)."""
