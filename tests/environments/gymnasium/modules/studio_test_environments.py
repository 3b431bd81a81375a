"""Environments of Gymnasium's interface whose every number a test can foretell, and some that misbehave."""

import os
import sys
import threading
import time

import gymnasium
import local_physics
import numpy
from gymnasium import spaces


class Everything(gymnasium.Env):
    """Every space that is read: what it gives is the count of steps, the sum of actions and the seed's first draw."""

    observation_space = spaces.Dict(
        {
            "numbers": spaces.Box(-numpy.inf, numpy.inf, (3,), numpy.float32),
            "choice": spaces.Discrete(3, start=1),
            "nested": spaces.Tuple((spaces.MultiBinary(2), spaces.MultiDiscrete([2, 3]))),
            "picture": spaces.Box(0, 255, (16, 24, 3), numpy.uint8),
            "mission": spaces.Text(20),
        }
    )
    action_space = spaces.Box(numpy.array([-1, 0], numpy.float32), numpy.array([1, 2], numpy.float32))
    metadata = {"render_modes": ["rgb_array"], "render_fps": 20}

    def __init__(self, length=7, render_mode=None):
        self.length, self.render_mode = length, render_mode

    def observe(self):
        picture = numpy.zeros((16, 24, 3), numpy.uint8)
        picture[:, :, 0] = numpy.arange(24) * 10
        picture[:, :, 1] = numpy.arange(16)[:, None] * 15
        picture[:, :, 2] = self.count
        return {
            "numbers": numpy.array([self.count, self.total, self.drawn], numpy.float32),
            "choice": 1 + self.count % 3,
            "nested": (numpy.array([1, self.count % 2], numpy.int8), numpy.array([self.count % 2, self.count % 3])),
            "picture": picture,
            "mission": "go on",
        }

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.count, self.total = 0, 0.0
        self.drawn = self.np_random.random()
        return self.observe(), {}

    def step(self, action):
        assert action.dtype == numpy.float32 and action.shape == (2,)
        self.count += 1
        self.total += float(action.sum())
        return self.observe(), self.total, self.count >= self.length, False, {}

    def render(self):
        return numpy.full((300, 200, 3), 7, numpy.uint8)


class Picture(gymnasium.Env):
    """A constant frame: what the bridge alone costs."""

    observation_space = spaces.Box(0, 255, (64, 64, 3), numpy.uint8)
    action_space = spaces.Discrete(4)
    frame = numpy.full((64, 64, 3), 9, numpy.uint8)

    def reset(self, *, seed=None, options=None):
        return self.frame, {}

    def step(self, action):
        return self.frame, 1.0, False, False, {}


class Misbehaving(gymnasium.Env):
    """Does what it is told to, at its third step."""

    observation_space = spaces.Box(-1, 1, (1,), numpy.float64)
    action_space = spaces.Discrete(2)

    def __init__(self, what):
        self.what = what
        if what == "make":
            raise RuntimeError("not today")

    def reset(self, *, seed=None, options=None):
        self.count = 0
        return numpy.zeros(1), {}

    def step(self, action):
        self.count += 1
        value = numpy.zeros(1)
        if self.count == 3:
            if self.what == "raise":
                raise ValueError("three is too much")
            if self.what == "exit":
                print("last words", file=sys.stderr)
                os._exit(3)
            if self.what == "hang":
                time.sleep(1000)
            if self.what == "spin":
                # Never gives the interpreter back.
                sum(range(10**12))
            if self.what == "nan":
                value[0] = numpy.nan
            if self.what == "print":
                print("x" * 5_000_000)
                print("and on standard error " * 100_000, file=sys.stderr)
        return value, 0.0, False, False, {}


class OddActions(Misbehaving):
    action_space = spaces.MultiDiscrete([2, 2])


class OddObservation(Misbehaving):
    observation_space = spaces.Dict({"graph": spaces.Graph(spaces.Box(0, 1, (1,)), None)})


class Counting(gymnasium.Env):
    """A walk by its own random stream; what it can and cannot do is told."""

    observation_space = spaces.Box(-numpy.inf, numpy.inf, (2,), numpy.float64)
    action_space = spaces.Discrete(3)

    def __init__(self, what=""):
        self.what = what
        # Nothing copies a lock.
        self.held = threading.Lock() if what == "held" else None

    def observe(self):
        drawn = os.urandom(4)[0] if self.what == "urandom" else self.np_random.random()
        return numpy.array([self.count, drawn], numpy.float64)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.count = 0
        return self.observe(), {}

    def step(self, action):
        self.count += int(action) * local_physics.SPEED
        return self.observe(), float(self.count), False, False, {}


class Borrowing(local_physics.Base, Counting):
    """Comes from a module beside this one, too."""


for name, kind in (
    ("Everything-v0", Everything),
    ("Picture-v0", Picture),
    ("Misbehaving-v0", Misbehaving),
    ("OddActions-v0", OddActions),
    ("OddObservation-v0", OddObservation),
    ("Counting-v0", Counting),
    ("Borrowing-v0", Borrowing),
):
    gymnasium.register(f"studio/{name}", kind)
