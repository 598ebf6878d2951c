"""Points that one person of a household gives to another (rulebook §0, §4)."""
