"""What a user can get wrong before a scan begins."""


class Mistake(Exception):
    """A wrong argument, rule document or path; its text is one full sentence for the user."""
