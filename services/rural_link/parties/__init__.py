"""The parties that points registered, as far as rural_link needs to know them."""
