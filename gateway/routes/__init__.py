"""The routes of the services, a file each; every file has a ROUTES."""
