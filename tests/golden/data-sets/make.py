"""
Writes the recorded data that the importers are tested on, with the libraries that people write it with. A dot crosses a picture by what
is done, so that a model has something to learn; sizes are odd, so that pictures have to be resized.

    pip install numpy h5py pyarrow && python tests/golden/data-sets/make.py   (ffmpeg on the PATH: the video, too)
"""

import json
import pathlib
import shutil
import subprocess

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
HEIGHT, WIDTH = 12, 16


def play(seed, steps):
    """Positions [steps + 1], moves [steps] in [-1, 1], rewards [steps]: how near the middle it came."""
    random = np.random.default_rng(seed)
    moves = random.uniform(-1, 1, steps).astype(np.float32)
    places = [random.uniform(0, 1)]
    for move in moves:
        places.append(float(np.clip(places[-1] + 0.2 * move, 0, 1)))
    places = np.array(places, np.float32)
    return places, moves, (1 - 2 * np.abs(places[1:] - 0.5)).astype(np.float32)


def picture(place):
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[:, :, 2] = 40
    column = int(round(place * (WIDTH - 3)))
    image[4:8, column : column + 3] = (250, 200, 0)
    return image


def pictures(places):
    return np.stack([picture(place) for place in places])


def dreamer(folder):
    """DreamerV2: an action and a reward beside the moment that they led to, the first of zeros."""
    folder.mkdir(parents=True)
    for seed in range(3):
        places, moves, rewards = play(seed, 11 + seed)
        count = len(places)
        flags = np.arange(count)
        ended = seed == 1
        np.savez_compressed(
            folder / f"episode-{seed}-{count}.npz",
            image=pictures(places),
            place=places[:, None].astype(np.float64),
            action=np.concatenate([[[0]], moves[:, None]]).astype(np.float32),
            reward=np.concatenate([[0], rewards]).astype(np.float16),
            discount=np.where((flags == count - 1) & ended, 0, 1).astype(np.float32),
            is_first=flags == 0,
            is_last=flags == count - 1,
            is_terminal=(flags == count - 1) & ended,
        )


def dreamer_chunk(folder):
    """DreamerV3: several episodes in a file, an action beside the moment in which it was chosen; choices as rows of one."""
    folder.mkdir(parents=True)
    rows = {"place": [], "action": [], "reward": [], "is_first": [], "is_last": [], "is_terminal": []}
    for seed in range(2):
        places, moves, rewards = play(seed, 7)
        count = len(places)
        chosen = np.eye(3, dtype=np.float32)[np.append((moves > 0).astype(int) + (moves > 0.5), 0)]
        rows["place"].append(places[:, None])
        rows["action"].append(chosen)
        rows["reward"].append(np.append(0, rewards).astype(np.float32))
        rows["is_first"].append(np.arange(count) == 0)
        rows["is_last"].append(np.arange(count) == count - 1)
        rows["is_terminal"].append((np.arange(count) == count - 1) & (seed == 0))
    np.savez(folder / "chunk.npz", **{name: np.concatenate(parts) for name, parts in rows.items()})


def world_models(folder):
    """`record/`: what was seen and what was done there, nothing else."""
    folder.mkdir(parents=True)
    for seed in range(2):
        places, moves, _ = play(seed, 9)
        np.savez_compressed(folder / f"{1000 + seed}.npz", obs=pictures(places[:-1]), action=moves[:, None])


def minari(file):
    file.parent.mkdir(parents=True)
    with h5py.File(file, "w") as data:
        data.attrs["dataset_id"] = "dot/pictures-v0"
        data.attrs["total_episodes"] = 2
        data.attrs["action_space"] = json.dumps(
            {"type": "Box", "dtype": "float32", "shape": [1], "low": [-2.0], "high": [float("inf")]}
        )
        for seed in range(2):
            places, moves, rewards = play(seed, 8 + seed)
            group = data.create_group(f"episode_{seed}")
            seen = group.create_group("observations")
            seen.create_dataset("pixels", data=pictures(places), compression="gzip", chunks=(1, HEIGHT, WIDTH, 3))
            seen.create_dataset("place", data=places[:, None].astype(np.float64))
            group.create_dataset("actions", data=moves[:, None])
            group.create_dataset("rewards", data=rewards.astype(np.float64))
            group.create_dataset("terminations", data=np.arange(len(moves)) == (len(moves) - 1 if seed == 0 else -1))
            group.create_dataset("truncations", data=np.arange(len(moves)) == (len(moves) - 1 if seed == 1 else -1))


def minari_choices(file):
    file.parent.mkdir(parents=True)
    with h5py.File(file, "w") as data:
        data.attrs["action_space"] = json.dumps({"type": "Discrete", "dtype": "int64", "start": 1, "n": 2})
        places, moves, rewards = play(5, 6)
        group = data.create_group("episode_0")
        group.create_dataset("observations", data=places[:, None])
        group.create_dataset("actions", data=(moves > 0).astype(np.int64) + 1)
        group.create_dataset("rewards", data=rewards)
        group.create_dataset("terminations", data=np.zeros(len(moves), bool))
        group.create_dataset("truncations", data=np.zeros(len(moves), bool))


def lerobot(folder, video):
    """LeRobot v3: frames of all episodes in one Parquet file, and their pictures in one video."""
    number = {"dtype": "float32", "names": None}
    features = {
        "observation.state": {**number, "shape": [1]},
        "action": {**number, "shape": [1]},
        "next.reward": {**number, "shape": [1]},
        "next.done": {"dtype": "bool", "shape": [1], "names": None},
    }
    if video:
        features["observation.images.top"] = {
            "dtype": "video",
            "shape": [HEIGHT, WIDTH, 3],
            "names": ["height", "width", "channels"],
        }
    for name in ["timestamp", "frame_index", "episode_index", "index", "task_index"]:
        features[name] = {"dtype": "float32" if name == "timestamp" else "int64", "shape": [1], "names": None}
    rows, episodes, frames = [], [], []
    for seed in range(3):
        places, moves, rewards = play(seed, 9)
        first = len(rows)
        for step, move in enumerate(moves):
            rows.append(
                {
                    "observation.state": [float(places[step])],
                    "action": [float(move)],
                    "next.reward": float(rewards[step]),
                    "next.done": step == len(moves) - 1,
                    "timestamp": step / 10,
                    "frame_index": step,
                    "episode_index": seed,
                    "index": first + step,
                    "task_index": 0,
                }
            )
            frames.append(picture(places[step]))
        episode = {
            "episode_index": seed,
            "data/chunk_index": 0,
            "data/file_index": 0,
            "dataset_from_index": first,
            "dataset_to_index": len(rows),
            "length": len(moves),
        }
        if video:
            key = "videos/observation.images.top"
            episode |= {
                f"{key}/chunk_index": 0,
                f"{key}/file_index": 0,
                f"{key}/from_timestamp": first / 10,
                f"{key}/to_timestamp": len(rows) / 10,
            }
        episodes.append(episode)
    info = {
        "codebase_version": "v3.0",
        "total_episodes": 3,
        "total_frames": len(rows),
        "fps": 10,
        "data_path": "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        "video_path": "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4" if video else None,
        "features": features,
    }
    (folder / "meta/episodes/chunk-000").mkdir(parents=True)
    (folder / "data/chunk-000").mkdir(parents=True)
    (folder / "meta/info.json").write_text(json.dumps(info, indent=1))
    single = pa.float32()
    schema = pa.schema(
        [
            ("observation.state", pa.list_(single, 1)),
            ("action", pa.list_(single, 1)),
            ("next.reward", single),
            ("next.done", pa.bool_()),
            ("timestamp", single),
            *((name, pa.int64()) for name in ["frame_index", "episode_index", "index", "task_index"]),
        ]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "data/chunk-000/file-000.parquet")
    pq.write_table(pa.Table.from_pylist(episodes), folder / "meta/episodes/chunk-000/file-000.parquet", compression="zstd")
    if not video:
        return
    place = folder / "videos/observation.images.top/chunk-000"
    place.mkdir(parents=True)
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", "10", "-i", "-"]
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", *raw, "-pix_fmt", "yuv444p", "-crf", "4", str(place / "file-000.mp4")],
        input=np.stack(frames).tobytes(),
        check=True,
    )


def main():
    for folder in HERE.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    dreamer(HERE / "dreamer")
    dreamer_chunk(HERE / "dreamer-chunk")
    world_models(HERE / "record")
    minari(HERE / "minari/data/main_data.hdf5")
    minari_choices(HERE / "minari-choices/main_data.hdf5")
    lerobot(HERE / "lerobot", False)
    if shutil.which("ffmpeg"):
        lerobot(HERE / "lerobot-video", True)


if __name__ == "__main__":
    main()
