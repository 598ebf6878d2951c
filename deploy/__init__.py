"""Running the platform: on one machine (`local`), in containers, and the festival that shows it."""
