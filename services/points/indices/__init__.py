"""How well somebody works together with others, how deeply and for whom; and how the community as a whole does (rulebook §10, §11)."""
