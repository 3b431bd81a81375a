"""What an environment's episodes depend on here: versions, how its first steps come out, whether it repeats and can be copied.

Used by studio_gymnasium.py. A slot is what plays one environment there: `reset(seed)` and `step(numbers)` give bytes, the same bytes
where the same was observed.
"""

import copy
import hashlib
import importlib.metadata
import platform
import random
import sys
import time

SEED = 7
STEPS = 16
"""Of each try: enough for most that goes wrong, few enough for an environment whose step takes a second."""
ENGINES = ("Box2D", "ale_py", "brax", "jax", "mujoco", "pybullet", "torch")
"""Modules that others' environments compute with, though no class of theirs comes from there."""


def layers(gymnasium, environment):
    """The wrappers from the outermost, and the environment."""
    found = [environment]
    while isinstance(found[-1], gymnasium.Wrapper):
        found.append(found[-1].env)
    return found


def versions(gymnasium, numpy, environment):
    """By name: the packages that the environment and its wrappers come from, gymnasium, numpy and what computes."""
    modules = {gymnasium.__name__, numpy.__name__}
    for layer in layers(gymnasium, environment):
        modules.update(kind.__module__ for kind in type(layer).__mro__)
    modules.update(name for name in ENGINES if name in sys.modules)
    own = getattr(sys, "stdlib_module_names", ()) or ("abc", "builtins", "typing")
    by_top = getattr(importlib.metadata, "packages_distributions", dict)()
    found = {}
    for module in sorted(modules):
        top = module.partition(".")[0]
        if top in own or top == "__main__":
            continue
        distributions = sorted(set(by_top.get(top, ())))
        if distributions:
            found.update((name, installed_version(name)) for name in distributions)
        else:
            found[top if hasattr(sys.modules.get(top), "__version__") else module] = version_of(top, module)
    return found


def installed_version(name):
    """What its installer noted; of a broken installation nothing is known, which is no reason not to play."""
    try:
        return str(importlib.metadata.version(name))[:80]
    except Exception:
        return "?"


def version_of(top, module):
    """What a module that was never installed says of itself; else a hash of its source."""
    said = getattr(sys.modules.get(top), "__version__", None)
    if isinstance(said, str):
        return said[:80]
    try:
        with open(sys.modules[module].__file__, "rb") as source:
            return "source " + hashlib.sha256(source.read()).hexdigest()[:12]
    except Exception:
        # It was made at run time, or its file is gone.
        return "?"


def action(described, step):
    """Numbers for `Slot.step`: spread over what may be done, and the same everywhere."""
    if described["kind"] == "discrete":
        return [float((step * 7 + 3) % described["count"])]
    numbers = []
    for index, (low, high) in enumerate(zip(described["low"], described["high"])):
        low = -1.0 if low is None else low
        high = low + 2.0 if high is None else high
        numbers.append(low + (high - low) * (((step * 5 + index * 3) % 11) / 10))
    return numbers


class Globals:
    """The random streams that every module of a Python shares."""

    def __init__(self, numpy):
        self.numpy = numpy
        self.python, self.numpys = random.getstate(), numpy.random.get_state()

    def put_back(self):
        random.setstate(self.python)
        self.numpy.random.set_state(self.numpys)


def copied(gymnasium, environment):
    """Goes on as the environment would. What pygame draws on is shared: it can't be copied, and is drawn anew each time."""
    shared = {}
    for layer in layers(gymnasium, environment):
        for value in vars(layer).values():
            if type(value).__module__.partition(".")[0] == "pygame":
                shared[id(value)] = value
    return copy.deepcopy(environment, shared)


class Probe:
    """Plays one slot's environment, which is anywhere in an episode afterwards."""

    def __init__(self, gymnasium, numpy, slot, watch):
        self.gymnasium, self.numpy, self.slot, self.watch = gymnasium, numpy, slot, watch
        self.seed = SEED

    def reset(self):
        self.watch.since = time.monotonic()
        answer = self.slot.reset(self.seed)
        self.seed += 1
        return answer

    def steps(self, first, count, draws=False):
        """What it answers, and at the end what it draws for people, if asked."""
        answers = []
        for step in range(first, first + count):
            # Each step has as long as any other request.
            self.watch.since = time.monotonic()
            numbers = self.numpy.array(action(self.slot.actor.described, step))
            answers.append(self.slot.step(numbers))
            if answers[-1][8] or answers[-1][9]:
                answers.append(self.reset())
        if draws:
            answers.append(self.drawn())
        return answers

    def drawn(self):
        """Nothing where it can't, which is no reason not to play it."""
        if getattr(self.slot.environment, "render_mode", None) != "rgb_array":
            return b""
        try:
            return self.slot.draw()
        except Exception:
            return b""

    def episode(self):
        self.seed = SEED
        return [self.reset(), *self.steps(0, STEPS // 2), *self.steps(STEPS // 2, STEPS // 2)]

    def copies(self):
        """Whether a copy from amid an episode goes on to the same, and can be gone back to again."""
        try:
            self.seed = SEED
            self.reset()
            # Much of what can't be copied is there only once it was drawn.
            self.steps(0, STEPS // 2, draws=True)
            seed, kept = self.seed, Globals(self.numpy)
            copy_kept = copied(self.gymnasium, self.slot.environment)
            went_on = self.steps(STEPS // 2, STEPS // 2, draws=True)
            for _ in range(2):
                self.seed = seed
                kept.put_back()
                self.slot.environment = copied(self.gymnasium, copy_kept)
                if self.steps(STEPS // 2, STEPS // 2, draws=True) != went_on:
                    return False
            return True
        except Exception:
            # Many a class cannot be copied, and says so in a way of its own.
            return False

    def lock(self):
        lock = {
            "python": platform.python_version(),
            "implementation": platform.python_implementation(),
            "packages": versions(self.gymnasium, self.numpy, self.slot.environment),
            "firstSteps": None,
            "repeats": True,
            "copies": False,
        }
        try:
            first = self.episode()
            again = self.episode()
        except Exception:
            # Whoever plays it is told what is wrong with it, by name.
            return lock
        lock["repeats"] = first == again
        if lock["repeats"]:
            lock["firstSteps"] = hashlib.sha256(b"".join(first)).hexdigest()[:16]
            lock["copies"] = self.copies()
        return lock
