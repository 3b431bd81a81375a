"""The studio's spaces as Gymnasium's, and what came over the pipe as observations."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from .process import RESULT_BYTES

Observation = NDArray[Any] | dict[str, NDArray[Any]]

RESULT = np.dtype(
    {
        "names": ["reward", "terminated", "truncated"],
        "formats": ["<f8", "u1", "u1"],
        "offsets": [0, 8, 9],
        "itemsize": RESULT_BYTES,
    }
)


def _bounds(space: dict[str, Any], name: str, unbounded: float, dtype: Any) -> NDArray[Any]:
    """The studio writes its largest number for a bound that is none."""
    values = np.asarray(space[name], dtype=np.float64)
    values = np.where(np.abs(values) >= unbounded, np.copysign(np.inf, values), values)
    return np.broadcast_to(values.reshape(space["shape"] if values.ndim else ()), space["shape"]).astype(dtype)


def _box(space: dict[str, Any], unbounded: float, dtype: Any) -> spaces.Space[Any]:
    low, high = (_bounds(space, name, unbounded, dtype) for name in ("low", "high"))
    return spaces.Box(low, high, tuple(space["shape"]), dtype)


def observation_space(description: dict[str, Any]) -> spaces.Space[Any]:
    """A Box where one thing is observed, else a Dict by the studio's names."""
    unbounded = description["unbounded"]
    boxes: dict[str, spaces.Space[Any]] = {
        field["name"]: _box(field, unbounded, np.uint8 if field["dtype"] == "uint8" else np.float64)
        for field in description["observations"]
    }
    return next(iter(boxes.values())) if len(boxes) == 1 else spaces.Dict(boxes)


def action_space(description: dict[str, Any]) -> spaces.Space[Any]:
    """A Box of float32, as Gymnasium's own; what is given as float64 is taken as it is."""
    actions = description["actions"]
    if actions["kind"] == "discrete":
        return spaces.Discrete(actions["count"])
    return _box(actions, description["unbounded"], np.float32)


class Reader:
    """Takes answers to resets and steps apart: of each copy its result, then each observation of all copies."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.count: int = description["count"]
        self._fields: list[tuple[str, Any, tuple[int, ...], int, int]] = []
        offset = self.count * RESULT_BYTES
        for field in description["observations"]:
            dtype = np.dtype(np.uint8 if field["dtype"] == "uint8" else "<f8")
            shape = (self.count, *field["shape"])
            size = int(np.prod(shape))
            self._fields.append((field["name"], dtype, shape, offset, size))
            offset += size * dtype.itemsize
        self._bytes = offset

    def results(self, payload: bytearray) -> NDArray[Any]:
        if len(payload) != self._bytes:
            raise ValueError(f"the studio answered {len(payload)} bytes, expected {self._bytes}")
        return np.frombuffer(payload, RESULT, self.count)

    def observations(self, payload: bytearray) -> Observation:
        """[count, ...] each; over the payload's own memory, which nobody writes to again."""
        parts = {
            name: np.frombuffer(payload, dtype, size, offset).reshape(shape)
            for name, dtype, shape, offset, size in self._fields
        }
        return next(iter(parts.values())) if len(parts) == 1 else parts

    def observation(self, payload: bytearray) -> Observation:
        """Of a single copy."""
        observed = self.observations(payload)
        if isinstance(observed, dict):
            return {name: part.reshape(part.shape[1:]) for name, part in observed.items()}
        return observed.reshape(observed.shape[1:])
