"""What goes wrong is told as what, why and what to do."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import gymnasium
import numpy as np
import pytest

from world_model_studio import StudioError
from world_model_studio.home import studio_home

CHECKOUT = Path(__file__).resolve().parents[2]


def test_the_studio_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STUDIO_HOME", raising=False)
    # This package lies in the checkout.
    assert studio_home() == CHECKOUT
    assert studio_home(CHECKOUT) == CHECKOUT
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    with pytest.raises(StudioError, match="STUDIO_HOME names this folder"):
        studio_home()
    # An argument comes first.
    assert studio_home(CHECKOUT) == CHECKOUT


def test_a_setting_that_is_none_is_named() -> None:
    with pytest.raises(StudioError, match="lapRule") as caught:
        gymnasium.make("studio/CarRacing-v3", lap_rule="v9")
    assert caught.value.code == "config.invalid"


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="nobodys-run") as caught:
        gymnasium.make("studio/Dream-v0", run="nobodys-run", data_dir=tmp_path)
    assert caught.value.code == "run.unknown"
    with pytest.raises(TypeError, match="run="):
        gymnasium.make("studio/Dream-v0")


def test_a_studio_that_was_killed_is_told_and_closes() -> None:
    environment = gymnasium.make("studio/TakeCover-v0")
    environment.reset(seed=0)
    process = environment.unwrapped._process
    os.kill(process.description["process"], signal.SIGKILL)
    with pytest.raises(StudioError, match="has ended"):
        for _ in range(3):
            environment.step(np.int64(0))
    environment.close()
    environment.close()
    assert process.closed


def test_a_wrong_action_is_an_error_and_the_episode_goes_on() -> None:
    environment = gymnasium.make("studio/CarRacing-v3", disable_env_checker=True).unwrapped
    environment.reset(seed=0)
    with pytest.raises(StudioError):
        environment.step(np.zeros(2))
    environment.step(np.zeros(3))
    environment.close()
