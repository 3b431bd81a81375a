"""Copies of an environment are what Gymnasium's own vectors of single ones are, number for number."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv

STEPS = 9


@pytest.fixture(scope="module")
def both():
    settings = {"max_steps": 4, "action_repeat": 3}
    vector = gymnasium.make_vec("studio/CarRacing-v3", num_envs=2, workers=2, **settings)
    single = SyncVectorEnv([lambda: gymnasium.make("studio/CarRacing-v3", **settings)] * 2)
    yield vector, single
    vector.close()
    single.close()


def play(environment: gymnasium.vector.VectorEnv, seed: int | list[int | None] | None) -> list[tuple]:
    observation, info = environment.reset(seed=seed)
    moments = [(observation.copy(), info)]
    for step in range(STEPS):
        actions = np.array([[0.1 * step, 0.6, 0], [-0.1 * step, 0.9, 0]], np.float32)
        observation, *rest = environment.step(actions)
        moments.append((observation.copy(), *(np.copy(part) if isinstance(part, np.ndarray) else part for part in rest)))
    return moments


@pytest.mark.parametrize("seed", [5, [11, 3], None])
def test_a_vector_is_its_environments_one_by_one(both, seed) -> None:
    vector, single = both
    if seed is None:
        # Goes on with the generators that earlier seeds began.
        for environment in both:
            environment.reset(seed=1)
    ours, theirs = play(vector, seed), play(single, seed)
    for one, other in zip(ours, theirs):
        for part, other_part in zip(one, other):
            if isinstance(part, dict):
                assert part.keys() == other_part.keys()
                for name in part:
                    assert np.array_equal(part[name], other_part[name]), name
            else:
                assert part.dtype == other_part.dtype
                assert np.array_equal(part, other_part)
    # Episodes of four steps ended, and others began at the step after.
    assert [bool(moment[3].all()) for moment in ours[1:]] == [False, False, False, True, False, False, False, False, True]
    assert "seed" in ours[5][4] and "seed" not in ours[4][4]


def test_a_vector_says_how_it_resets_and_what_its_spaces_are(both) -> None:
    vector, single = both
    assert vector.metadata["autoreset_mode"] == AutoresetMode.NEXT_STEP
    assert vector.single_observation_space == single.single_observation_space
    assert vector.observation_space == single.observation_space
    assert vector.action_space == single.action_space


def test_a_mask_resets_some_and_leaves_the_others(both) -> None:
    vector, _ = both
    before, _ = vector.reset(seed=[1, 2])
    actions = np.array([[0, 1, 0], [0, 1, 0]], np.float32)
    for _ in range(2):
        moved = vector.step(actions)[0].copy()
    after, info = vector.reset(seed=[1, 2], options={"reset_mask": np.array([True, False])})
    assert np.array_equal(after[0], before[0])
    assert np.array_equal(after[1], moved[1])
    assert info["_seed"].tolist() == [True, False]
    assert vector.step(actions)[3].tolist() == [False, False]
    assert vector.step(actions)[3].tolist() == [False, True]
