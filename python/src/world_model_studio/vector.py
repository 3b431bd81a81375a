"""Many copies of an environment in threads of one studio, or a batch of dreams, as a `gymnasium.vector.VectorEnv`."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space, iterate
from numpy.typing import NDArray

from .asked import asked_for
from .home import studio_home
from .process import RESET, STEP, StudioProcess
from .seeds import next_seed
from .spaces import Observation, Reader, action_space, observation_space


class StudioVectorEnv(VectorEnv[Observation, Any, NDArray[Any]]):
    """As a vector of `StudioEnv`s, and resets as one does: at the step after an episode's end (`AutoresetMode.NEXT_STEP`).

    Args:
        environment, studio, settings: as of `StudioEnv`.
        workers: threads that the copies share; one a core where left out. Dreams are one batch of tensors and need none.
    """

    metadata = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self,
        environment: str,
        num_envs: int = 1,
        studio: str | os.PathLike[str] | None = None,
        workers: int | None = None,
        render_mode: str | None = None,
        **settings: Any,
    ) -> None:
        if render_mode is not None:
            raise ValueError("a vector draws nothing; observations may be pictures, and a single environment renders")
        self.render_mode = None
        self.num_envs = num_envs
        self._process = StudioProcess(studio_home(studio), asked_for(environment, settings, num_envs, workers))
        self.description = self._process.description
        self.single_observation_space = observation_space(self.description)
        self.single_action_space = action_space(self.description)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._reader = Reader(self.description)
        self._action_size = int(np.prod(self.single_action_space.shape or ()))
        self._randoms: list[np.random.Generator | None] = [None] * num_envs
        self._ended = np.zeros(num_envs, bool)

    def reset(
        self,
        *,
        seed: int | list[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observation, dict[str, Any]]:
        """With one seed, copy i begins from `seed + i`. `options={"reset_mask": ...}` leaves the other copies as they are."""
        seeds: list[int | None]
        if seed is None:
            seeds = [None] * self.num_envs
        elif isinstance(seed, int):
            seeds = [seed + index for index in range(self.num_envs)]
        else:
            seeds = list(seed)
        if len(seeds) != self.num_envs:
            raise ValueError(f"{len(seeds)} seeds for {self.num_envs} environments")
        mask = np.ones(self.num_envs, bool)
        if options is not None and "reset_mask" in options:
            mask = np.asarray(options["reset_mask"], bool)
        chosen, info = self._begin(mask, seeds)
        payload = self._process.ask(RESET, chosen.tobytes())
        self._reader.results(payload)
        self._ended[mask] = False
        return self._reader.observations(payload), info

    def step(
        self, actions: Any
    ) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]:
        values = np.array([np.ravel(action) for action in iterate(self.action_space, actions)], "<f8")
        values = values.reshape(self.num_envs, self._action_size)
        beginning = self._ended
        info: dict[str, Any] = {}
        if beginning.any():
            seeds, info = self._begin(beginning, [None] * self.num_envs)
            values[beginning] = np.nan
            self._process.send(RESET, seeds.tobytes())
            self._process.send(STEP, values.tobytes())
            self._process.receive()
        else:
            self._process.send(STEP, values.tobytes())
        payload = self._process.receive()
        results = self._reader.results(payload)
        terminated, truncated = results["terminated"] != 0, results["truncated"] != 0
        self._ended = terminated | truncated
        return self._reader.observations(payload), results["reward"].copy(), terminated, truncated, info

    def close_extras(self, **kwargs: Any) -> None:
        self._process.close()

    def _begin(self, mask: NDArray[np.bool_], seeds: list[int | None]) -> tuple[NDArray[np.float64], dict[str, Any]]:
        """Seeds of those that begin, each from its own generator as a single environment's would be; of the others none."""
        chosen = np.full(self.num_envs, np.nan)
        for index in np.flatnonzero(mask):
            seed, random = seeds[index], self._randoms[index]
            if seed is not None or random is None:
                random, _ = seeding.np_random(seed)
                self._randoms[index] = random
            chosen[index] = next_seed(random) if seed is None else seed
        info = {"seed": np.where(mask, chosen, 0).astype(np.int64), "_seed": mask.copy()}
        return chosen, info
