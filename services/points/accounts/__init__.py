"""Which accounts points keeps in its books, and what may be booked between them."""
