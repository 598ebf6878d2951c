"""The parties that points registered, as far as merchants needs to know them."""
