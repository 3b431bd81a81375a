"""The seed of an episode: the one that was asked for, or one of the generator that the last such seed began."""

from __future__ import annotations

import numpy as np

LARGEST_SEED = 2**31 - 1
"""The studio takes larger ones too; these are whole in every number format."""


def next_seed(random: np.random.Generator) -> int:
    return int(random.integers(LARGEST_SEED))
