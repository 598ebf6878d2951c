"""How the launcher says no: one sentence for a person, never a traceback."""


class CannotStartError(Exception):
    """The system cannot be brought up or down; the message says what to do about it."""
