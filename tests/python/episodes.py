"""Plays what it is told, by the package, and prints a hash of all that each episode gave: tests/python/package.test.ts."""

import hashlib
import json
import sys

import gymnasium
import numpy as np

import world_model_studio  # noqa: F401


def hash_of(case):
    environment = gymnasium.make(case["id"], **case["settings"])
    hashed = hashlib.sha256()

    def take(observation, reward, terminated, truncated):
        fields = observation if isinstance(observation, dict) else {"": observation}
        for name in sorted(fields):
            hashed.update(np.ascontiguousarray(fields[name]).tobytes())
        hashed.update(np.array([reward, terminated, truncated], "<f8").tobytes())

    observation, _ = environment.reset(seed=case["seed"])
    take(observation, 0, False, False)
    for action in case["actions"]:
        discrete = isinstance(environment.action_space, gymnasium.spaces.Discrete)
        take(*environment.unwrapped.step(int(action[0]) if discrete else np.array(action))[:4])
    environment.close()
    return hashed.hexdigest()


print(json.dumps([hash_of(case) for case in json.load(sys.stdin)]))
