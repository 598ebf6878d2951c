"""Gift packs made of goods in store, and handed out once each (rulebook §12)."""
