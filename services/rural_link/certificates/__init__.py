"""The papers a lot needs before anybody may order it."""
