"""The routes of the services, a file each; every file has ROUTES, a tuple of one or more."""
