"""Over the wire: real broker, real databases, processes of their own."""
