"""Dreams are environments: one is the studio's own, a batch is as many of them."""

from __future__ import annotations

import gymnasium
import numpy as np
from gymnasium.utils.env_checker import check_env


def test_a_dream_passes_the_checker_and_a_batch_dreams_the_same() -> None:
    single = gymnasium.make("studio/Dream-v0", run="take-cover")
    check_env(single.unwrapped, skip_render_check=True)
    batch = gymnasium.make_vec("studio/Dream-v0", num_envs=3, run="take-cover")
    observed, info = batch.reset(seed=[4, 5, 4])
    assert info["seed"].tolist() == [4, 5, 4]
    for row, seed in enumerate([4, 5, 4]):
        first, _ = single.reset(seed=seed)
        assert np.abs(observed[row].astype(int) - first).max() <= 1
    for _ in range(5):
        observed, rewards, terminated, truncated, _ = batch.step(np.array([1, 2, 1]))
        dreamt, reward, *_ = single.step(1)
        # Products of a batch are rounded otherwise than those of a single row, and nothing else differs.
        assert np.abs(observed[2].astype(int) - dreamt).max() <= 2
        assert rewards[2] == reward
        assert np.array_equal(observed[0], observed[2])
        assert not np.array_equal(observed[0], observed[1])
        assert not terminated.any() and not truncated.any()
    single.close()
    batch.close()
