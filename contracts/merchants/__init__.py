"""What the merchants service says and can be asked: the alliance of charitable merchants, its initiative, and the tasting panel."""
