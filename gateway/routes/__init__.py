"""The routes of the services, a file or a folder each; every one has ROUTES, a tuple of one or more."""
