"""What an operator can put right: told in one sentence, without a traceback."""


class Trouble(Exception):
    """Something outside the program stands in the way; the message says what, and what to do about it."""
