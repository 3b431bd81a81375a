"""Environments that several tests play: a studio takes a second to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gymnasium
import pytest

import world_model_studio  # noqa: F401  (registers the environments)

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def car_racing() -> Iterator[gymnasium.Env]:
    environment = gymnasium.make("studio/CarRacing-v3", max_steps=6, render_mode="rgb_array")
    yield environment
    environment.close()
