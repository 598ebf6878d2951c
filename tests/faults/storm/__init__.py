"""The storm: a whole supervised system gives awards while its processes and its broker are killed at random; then everything is counted."""
