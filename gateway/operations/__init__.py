"""Operations: what the whole platform's books say, and the clock of a demo; asks all services at once."""
