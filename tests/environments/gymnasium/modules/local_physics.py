"""A package of which tests have several versions: the one that comes first on the path counts."""

__version__ = "1.0.0"
SPEED = 1


class Base:
    """Nothing but where it comes from."""
