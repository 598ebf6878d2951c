"""Services of judges that were told and do not count: proposed by one person, decided by another (rulebook §5, §15)."""
