"""What a party held and gave over any period, as it was known at any past instant."""
