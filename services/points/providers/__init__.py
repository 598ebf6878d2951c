"""Which of the alliance's merchants may offer something new for points: their standing, as merchants tells it."""
