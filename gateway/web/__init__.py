"""How HTTP is spoken here: problems, languages, versions, pages, limits and documentation, once for every route (see README.md)."""
