"""Plays environments of Gymnasium's interface for World Model Studio.

    python studio_gymnasium.py FOLDER

FOLDER holds `config.json` (what to make, see `Config`) and two named pipes, `requests` and `answers`. First one line of JSON goes to
file descriptor 3: the environment's spec, or what is wrong. Then each request is answered in turn, until `requests` ends.

Frames are those of docs/python.md, with one environment in each slot:

    request   OPEN   -                       makes another environment in this slot; slot 0 is there from the beginning
              RESET  seed (double)
              STEP   the action's doubles    (discrete: the index)
              DRAW   -
              SAVE   a number (double)      keeps a copy of the environment by that number
              RESTORE, DROP  such a number  goes on from that copy, or forgets it
              PROBE  -                      tries what its episodes depend on (studio_probe.py)
    answer    0      RESET, STEP, RESTORE: result and observations; DRAW: a picture; PROBE: JSON; others: -
              1      what went wrong, JSON

Needs the standard library, numpy and gymnasium alone.
"""

import faulthandler
import importlib
import json
import os
import random
import shutil
import signal
import struct
import sys
import threading
import time
import traceback

import studio_probe

HEADER = struct.Struct("<BBHI")
RESULT = struct.Struct("<dBB6x")
OPEN, RESET, STEP, DRAW, SAVE, RESTORE, DROP, PROBE = range(1, 9)
WHEN = {OPEN: "make", RESET: "reset", STEP: "step", DRAW: "render", SAVE: "copy", RESTORE: "copy", DROP: "copy", PROBE: "try"}
SIDE = 64
"""Width and height of the agent's picture."""
DRAWN_SIDE = 128
"""The longer side of a picture for people."""
MOST_NUMBERS = 100_000
LOG_BYTES = 1_000_000
"""What user code prints is kept up to this; then it begins anew."""


class Refused(Exception):
    """What a person has to change: a kind that the studio knows, and its values."""

    def __init__(self, kind, **values):
        super().__init__(kind)
        self.report = {"kind": kind, **values}


def dotted(name):
    """An object by `module:name` or `module.name`."""
    module, _, attribute = name.rpartition(":") if ":" in name else name.rpartition(".")
    if module == "":
        raise Refused("wrapper", name=name, reason="a dotted name is expected, such as package.module.Wrapper")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise Refused("wrapper", name=name, reason=str(error)) from error


def last_lines(error):
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))[-2000:]


def make(gymnasium, config):
    """One environment, wrapped as the config says; with `render()` where it has one."""
    kwargs = dict(config["kwargs"])
    name = config["id"]
    errors = gymnasium.error
    try:
        if "render_mode" in kwargs:
            environment = gymnasium.make(name, disable_env_checker=True, **kwargs)
        else:
            environment = with_pictures(gymnasium, name, kwargs)
    except (errors.UnregisteredEnv, errors.DeprecatedEnv) as error:
        raise Refused("unknownId", id=name, reason=str(error)) from error
    except (ImportError, errors.DependencyNotInstalled) as error:
        raise Refused("missingModule", id=name, reason=str(error)) from error
    except TypeError as error:
        raise Refused("badArguments", id=name, reason=str(error)) from error
    except Exception as error:
        raise Refused("failed", when="make", reason=f"{type(error).__name__}: {error}", trace=last_lines(error)) from error
    for wrapper in config["wrappers"]:
        try:
            environment = dotted(wrapper)(environment)
        except Refused:
            raise
        except Exception as error:
            raise Refused("wrapper", name=wrapper, reason=f"{type(error).__name__}: {error}") from error
    return environment


def with_pictures(gymnasium, name, kwargs):
    """Asks for pictures where the environment says that it has them: others may refuse the argument."""
    if ":" in name:
        importlib.import_module(name.split(":", 1)[0])
    spec = gymnasium.spec(name.split(":", 1)[-1])
    entry = spec.entry_point
    if isinstance(entry, str):
        module, _, attribute = entry.partition(":")
        entry = getattr(importlib.import_module(module), attribute)
    modes = getattr(entry, "metadata", {}).get("render_modes", ())
    if "rgb_array" in modes and "render_mode" not in spec.kwargs:
        kwargs = {"render_mode": "rgb_array", **kwargs}
    return gymnasium.make(spec, disable_env_checker=True, **kwargs)


class Numbers:
    """One field of observed numbers: its name, shape and bounds, and how a value becomes doubles."""

    def __init__(self, name, shape, low, high, encode):
        self.name, self.shape, self.low, self.high, self.encode = name, shape, low, high, encode
        self.bytes = 8
        for extent in shape:
            self.bytes *= extent


def one_hot(numpy, count, index):
    values = numpy.zeros(count)
    values[index] = 1
    return values


class Observer:
    """What of an observation the agent gets: a picture of 64x64, all its numbers, or both. What is left out is told in `notices`."""

    def __init__(self, gymnasium, numpy, space, config):
        self.numpy = numpy
        self.spaces = gymnasium.spaces
        self.notices = []
        self.pixels = config["observation"] != "state"
        self.renders = self.pixels and config["pixelsFrom"] == "render"
        self.picture = None
        self.fields = []
        if self.pixels and not self.renders:
            self.picture = self.find_picture(space, ())
            if self.picture is None:
                raise Refused("noPicture", space=str(space)[:300])
        if config["observation"] == "pixels":
            return
        self.collect(space, "", ())
        numbers = sum(field.bytes // 8 for field in self.fields)
        if numbers == 0:
            raise Refused("noNumbers", space=str(space)[:300])
        if numbers > MOST_NUMBERS:
            raise Refused("tooManyNumbers", count=numbers, most=MOST_NUMBERS)

    def is_picture(self, space):
        if not isinstance(space, self.spaces.Box) or space.dtype != self.numpy.uint8:
            return False
        shape = space.shape
        if len(shape) == 2:
            return min(shape) >= 8
        return len(shape) == 3 and (
            (shape[2] in (1, 3, 4) and min(shape[:2]) >= 8) or (shape[0] in (1, 3) and min(shape[1:]) >= 8)
        )

    def parts(self, space):
        if isinstance(space, self.spaces.Dict):
            return list(space.spaces.items())
        return [(index, part) for index, part in enumerate(space.spaces)]

    def find_picture(self, space, path):
        if self.is_picture(space):
            return path
        if isinstance(space, (self.spaces.Dict, self.spaces.Tuple)):
            for key, part in self.parts(space):
                found = self.find_picture(part, (*path, key))
                if found is not None:
                    return found
        return None

    def collect(self, space, name, path):
        numpy, spaces = self.numpy, self.spaces
        named = name or "observation"
        if isinstance(space, (spaces.Dict, spaces.Tuple)):
            for key, part in self.parts(space):
                self.collect(part, f"{name}/{key}" if name else str(key), (*path, key))
        elif path == self.picture:
            return
        elif isinstance(space, spaces.Text) or self.is_picture(space):
            self.notices.append({"name": named, "space": type(space).__name__})
        elif isinstance(space, spaces.Box):
            low, high = numpy.ravel(space.low), numpy.ravel(space.high)
            self.add(named, space.shape, low, high, path, None)
        elif isinstance(space, spaces.Discrete):
            count, start = int(space.n), int(space.start)
            self.add(named, (count,), None, None, path, lambda value: one_hot(numpy, count, int(value) - start))
        elif isinstance(space, spaces.MultiBinary):
            self.add(named, space.shape, None, None, path, None)
        elif isinstance(space, spaces.MultiDiscrete) and space.nvec.ndim == 1:
            counts, starts = [int(n) for n in space.nvec], numpy.ravel(getattr(space, "start", 0) * numpy.ones(len(space.nvec)))
            self.add(
                named,
                (sum(counts),),
                None,
                None,
                path,
                lambda value: numpy.concatenate(
                    [one_hot(numpy, n, int(v) - int(s)) for n, v, s in zip(counts, value, starts)]
                ),
            )
        else:
            raise Refused("unsupportedObservation", name=named, space=type(space).__name__)

    def add(self, name, shape, low, high, path, encode):
        bounds = (None, None) if low is None else (finite(low, self.numpy), finite(high, self.numpy))
        if encode is None:
            take = (lambda value: at(value, path)) if path else (lambda value: value)
        else:
            take = lambda value: encode(at(value, path))  # noqa: E731
        # The picture has that name.
        name = "image/numbers" if self.pixels and name == "image" else name
        self.fields.append(Numbers(name, [int(n) for n in shape], *bounds, take))

    def describe(self):
        picture = [{"name": "image", "shape": [SIDE, SIDE, 3], "dtype": "uint8"}] if self.pixels else []
        return picture + [
            {"name": field.name, "shape": field.shape, "dtype": "float64", "low": field.low, "high": field.high}
            for field in self.fields
        ]

    def bytes(self, observation, environment):
        numpy = self.numpy
        parts = [numpy.asarray(field.encode(observation), dtype="<f8").tobytes() for field in self.fields]
        for field, part in zip(self.fields, parts):
            if len(part) != field.bytes:
                raise ValueError(f"{field.name} has {len(part) // 8} numbers, its space says {field.shape}")
        if self.pixels:
            picture = rendered(numpy, environment) if self.renders else at(observation, self.picture)
            parts.insert(0, resized(numpy, colours(numpy, picture), SIDE, SIDE).tobytes())
        return b"".join(parts)


def at(value, path):
    for key in path:
        value = value[key]
    return value


def finite(bounds, numpy):
    """JSON has no infinity: null stands for it."""
    return [float(bound) if numpy.isfinite(bound) else None for bound in bounds]


def rendered(numpy, environment):
    picture = environment.render()
    if isinstance(picture, list) and picture:
        picture = picture[-1]
    if not isinstance(picture, numpy.ndarray):
        raise Refused("noRender", reason=f"render() gives {type(picture).__name__}, not a picture")
    return picture


def colours(numpy, picture):
    """Any picture as [height, width, 3]."""
    picture = numpy.asarray(picture)
    if picture.ndim == 2:
        picture = picture[:, :, None]
    if picture.shape[2] not in (1, 3, 4) and picture.shape[0] in (1, 3):
        picture = numpy.moveaxis(picture, 0, 2)
    return numpy.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else picture[:, :, :3]


AREAS = {}


def area(numpy, size, out):
    """Rows of weights: how much of each of `size` pixels lies in each of `out`; each row sums to 1."""
    key = (size, out)
    if key not in AREAS:
        edges = numpy.arange(out + 1) * (size / out)
        pixel = numpy.arange(size)
        low = numpy.maximum(edges[:-1, None], pixel[None, :])
        high = numpy.minimum(edges[1:, None], pixel[None, :] + 1)
        AREAS[key] = numpy.maximum(high - low, 0) * (out / size)
    return AREAS[key]


def resized(numpy, picture, height, width):
    """By the mean over each pixel's area, rounded."""
    if picture.shape == (height, width, 3):
        return numpy.ascontiguousarray(picture, dtype=numpy.uint8)
    rows, columns = area(numpy, picture.shape[0], height), area(numpy, picture.shape[1], width)
    flat = rows @ picture.reshape(picture.shape[0], -1).astype(numpy.float64)
    mean = numpy.matmul(columns, flat.reshape(height, picture.shape[1], 3))
    return numpy.clip(numpy.floor(mean + 0.5), 0, 255).astype(numpy.uint8)


class Actor:
    """How doubles become what `step` takes."""

    def __init__(self, gymnasium, numpy, space):
        spaces = gymnasium.spaces
        if isinstance(space, spaces.Discrete):
            start = int(space.start)
            self.length = 1
            self.described = {"kind": "discrete", "count": int(space.n)}
            self.decode = lambda values: int(values[0]) + start
        elif isinstance(space, spaces.Box):
            shape, dtype = space.shape, space.dtype
            whole = numpy.issubdtype(dtype, numpy.integer)
            low, high = numpy.ravel(space.low), numpy.ravel(space.high)
            self.length = int(numpy.prod(shape))
            self.described = {
                "kind": "box",
                "shape": [self.length],
                "low": finite(low, numpy),
                "high": finite(high, numpy),
            }

            def decode(values):
                clipped = numpy.clip(values, low, high)
                return (numpy.rint(clipped) if whole else clipped).astype(dtype).reshape(shape)

            self.decode = decode
        else:
            raise Refused("unsupportedActions", space=type(space).__name__)


class Slot:
    """One environment and its episode."""

    def __init__(self, gymnasium, environment, actor, observer, config):
        self.gymnasium, self.environment, self.actor, self.observer = gymnasium, environment, actor, observer
        self.repeat = config["actionRepeat"]
        self.fresh = True
        self.last = b""
        self.copies = {}
        """By number: a copy, the random streams that all share, and the last answer."""

    def reset(self, seed):
        self.fresh = False
        random.seed(seed)
        self.observer.numpy.random.seed(seed % (1 << 32))
        observation, _ = self.environment.reset(seed=seed)
        self.last = RESULT.pack(0.0, 0, 0) + self.observer.bytes(observation, self.environment)
        return self.last

    def step(self, values):
        action = self.actor.decode(values)
        total = 0.0
        for _ in range(self.repeat):
            observation, reward, terminated, truncated, _ = self.environment.step(action)
            total += float(reward)
            if terminated or truncated:
                break
        self.last = RESULT.pack(total, bool(terminated), bool(truncated)) + self.observer.bytes(observation, self.environment)
        return self.last

    def save(self, number):
        streams = studio_probe.Globals(self.observer.numpy)
        self.copies[number] = (studio_probe.copied(self.gymnasium, self.environment), streams, self.last)
        return b""

    def restore(self, number):
        kept, streams, self.last = self.copies[number]
        self.environment = studio_probe.copied(self.gymnasium, kept)
        streams.put_back()
        return self.last

    def drop(self, number):
        self.copies.pop(number, None)
        return b""

    def draw(self):
        numpy = self.observer.numpy
        picture = colours(numpy, rendered(numpy, self.environment))
        scale = min(1.0, DRAWN_SIDE / max(picture.shape[:2]))
        height, width = (max(1, round(side * scale)) for side in picture.shape[:2])
        return struct.pack("<HH", width, height) + resized(numpy, picture, height, width).tobytes()


class Watch:
    """Ends the process where user code takes too long over one request, even if it never gives Python back."""

    def __init__(self, seconds, folder):
        self.seconds, self.folder = seconds, folder
        self.since = None
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            since = self.since
            if since is not None and time.monotonic() - since > self.seconds:
                open(os.path.join(self.folder, "hung"), "w").close()
                faulthandler.dump_traceback(file=sys.__stderr__, all_threads=True)
                end_group()
            # Where user code holds the interpreter, nothing here runs: then this timer of C's own ends it.
            faulthandler.dump_traceback_later(self.seconds + 5, exit=True, file=sys.__stderr__)
            if os.fstat(2).st_size > LOG_BYTES:
                os.ftruncate(2, 0)
            time.sleep(0.5)


def end_group():
    """Whatever user code started ends with it."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def serve(folder, config, gymnasium, numpy, first, report):
    slots = {0: first}
    requests = os.open(os.path.join(folder, "requests"), os.O_RDONLY)
    answers = os.open(os.path.join(folder, "answers"), os.O_WRONLY)
    report({"open": True})
    watch = Watch(config["timeoutSeconds"], folder)
    waiting, out, held = bytearray(), [], 0

    def flush():
        nonlocal held
        held = 0
        data = memoryview(b"".join(out))
        out.clear()
        while data:
            data = data[os.write(answers, data) :]

    def answer(status, slot, payload):
        nonlocal held
        out.append(HEADER.pack(status, 0, slot, len(payload)))
        out.append(payload)
        held += HEADER.size + len(payload)
        if held > 65_536:
            flush()

    while True:
        while len(waiting) < HEADER.size or len(waiting) < HEADER.size + HEADER.unpack_from(waiting)[3]:
            # Those that wait are answered together once nothing more has come.
            watch.since = None
            flush()
            chunk = os.read(requests, 65_536)
            if not chunk:
                return
            waiting += chunk
        watch.since = time.monotonic()
        kind, _, slot, length = HEADER.unpack_from(waiting)
        payload = bytes(waiting[HEADER.size : HEADER.size + length])
        del waiting[: HEADER.size + length]
        try:
            if kind == OPEN:
                environment = make(gymnasium, config)
                slots[slot] = Slot(gymnasium, environment, first.actor, first.observer, config)
                answer(0, slot, b"")
            elif kind == RESET:
                answer(0, slot, slots[slot].reset(int(struct.unpack("<d", payload)[0])))
            elif kind == STEP:
                answer(0, slot, slots[slot].step(numpy.frombuffer(payload, dtype="<f8")))
            elif kind == PROBE:
                # An episode that is under way goes on undisturbed.
                tried = slots[slot]
                if not tried.fresh:
                    tried = Slot(gymnasium, make(gymnasium, config), first.actor, first.observer, config)
                lock = studio_probe.Probe(gymnasium, numpy, tried, watch).lock()
                answer(0, slot, json.dumps(lock).encode())
            elif kind == DRAW:
                answer(0, slot, slots[slot].draw())
            else:
                act = {SAVE: Slot.save, RESTORE: Slot.restore, DROP: Slot.drop}[kind]
                answer(0, slot, act(slots[slot], int(struct.unpack("<d", payload)[0])))
        except Refused as refused:
            answer(1, slot, json.dumps(refused.report).encode())
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            failure = {"kind": "failed", "when": WHEN[kind], "reason": f"{type(error).__name__}: {error}", "trace": last_lines(error)}
            answer(1, slot, json.dumps(failure).encode())


def main():
    folder = sys.argv[1]
    # What user code prints goes where errors go, and never between frames.
    os.dup2(2, 1)
    control = os.fdopen(3, "w")

    def report(message):
        control.write(json.dumps(message) + "\n")
        control.flush()

    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    # Modules come from where this Python finds its own, never from where this file lies.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.path.dirname(os.path.abspath(__file__))]
    try:
        try:
            import numpy
            import gymnasium
        except ImportError as error:
            raise Refused("noGymnasium", reason=str(error)) from error
        environment = make(gymnasium, config)
        actor = Actor(gymnasium, numpy, environment.action_space)
        observer = Observer(gymnasium, numpy, environment.observation_space, config)
        if observer.renders and getattr(environment, "render_mode", None) != "rgb_array":
            raise Refused("noRender", reason="it has no render mode rgb_array")
        spec = environment.spec
        report(
            {
                "actions": actor.described,
                "observations": observer.describe(),
                "notices": observer.notices,
                "framesPerSecond": environment.metadata.get("render_fps"),
                "maxSteps": getattr(spec, "max_episode_steps", None),
                "renders": getattr(environment, "render_mode", None) == "rgb_array",
                "versions": {
                    "python": sys.version.split()[0],
                    "gymnasium": gymnasium.__version__,
                    "numpy": numpy.__version__,
                },
            }
        )
    except Refused as refused:
        report({"wrong": refused.report})
        return
    except Exception as error:
        failure = {"kind": "failed", "when": "make", "reason": f"{type(error).__name__}: {error}", "trace": last_lines(error)}
        report({"wrong": failure})
        return
    serve(folder, config, gymnasium, numpy, Slot(gymnasium, environment, actor, observer, config), report)
    faulthandler.dump_traceback_later(5, exit=True)
    environment.close()
    shutil.rmtree(folder, ignore_errors=True)
    end_group()


if __name__ == "__main__":
    main()
