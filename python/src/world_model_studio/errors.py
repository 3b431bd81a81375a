"""What a person meets."""

from __future__ import annotations


class StudioError(Exception):
    """What went wrong, why, and what to do next."""

    def __init__(self, what: str, why: str = "", next: str = "", code: str = "") -> None:
        super().__init__("\n".join(part for part in (what, why, next) if part))
        self.code = code
        """The studio's name for it, such as `run.unknown`; empty where the studio itself could not be asked."""
