"""Taking back what was credited for something that turned out not to be so: by compensation only, never more than was given."""
