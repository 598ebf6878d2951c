"""At the same moment: many want what is there once. Real transactions of two processes' worth of connections, round after round."""
