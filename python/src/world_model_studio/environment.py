"""One environment of the studio, or one dream, as a `gymnasium.Env`."""

from __future__ import annotations

import os
import struct
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import NDArray

from .asked import asked_for
from .home import studio_home
from .process import DRAW, RESET, STEP, StudioProcess
from .seeds import next_seed
from .spaces import Observation, Reader, action_space, observation_space

DOUBLE = struct.Struct("<d")


class StudioEnv(gymnasium.Env[Observation, Any]):
    """Plays in a studio of its own.

    Args:
        environment: the studio's id, such as `car-racing`; `dream` with `run=...` for a dream.
        render_mode: `rgb_array`, or none.
        studio: the folder of the studio's checkout; see `studio_home`.
        settings: the environment's own, such as `observation="state"`, `action_repeat=4`.

    The episode of `reset(seed=7)` is the studio's own with seed 7; without a seed, `info["seed"]` says which one was drawn.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 30}

    def __init__(
        self,
        environment: str,
        render_mode: str | None = None,
        studio: str | os.PathLike[str] | None = None,
        **settings: Any,
    ) -> None:
        if render_mode not in (None, *self.metadata["render_modes"]):
            raise ValueError(f"render_mode is {render_mode!r}, it may be 'rgb_array' or None")
        self.render_mode = render_mode
        self._process = StudioProcess(studio_home(studio), asked_for(environment, settings, 1, None))
        self.description = self._process.description
        """The studio's own words for it: spaces, seconds a step, length of an episode."""
        self.metadata = {**self.metadata, "render_fps": max(1, round(1 / self.description["stepSeconds"]))}
        self.observation_space = observation_space(self.description)
        self.action_space = action_space(self.description)
        self._reader = Reader(self.description)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        super().reset(seed=seed)
        episode = next_seed(self.np_random) if seed is None else seed
        payload = self._process.ask(RESET, DOUBLE.pack(episode))
        self._reader.results(payload)
        return self._reader.observation(payload), {"seed": episode}

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        payload = self._process.ask(STEP, np.asarray(action, "<f8").tobytes())
        reward, terminated, truncated = self._reader.results(payload)[0].item()
        return self._reader.observation(payload), reward, bool(terminated), bool(truncated), {}

    def render(self) -> NDArray[np.uint8] | None:
        if self.render_mode is None:
            return None
        payload = self._process.ask(DRAW, b"")
        if not payload:
            return None
        width, height = struct.unpack_from("<HH", payload)
        return np.frombuffer(payload, np.uint8, offset=4).reshape(height, width, 3)

    def close(self) -> None:
        self._process.close()
