"""Which of the alliance's merchants may begin something new: their standing, as merchants tells it (rulebook §17)."""
