"""What eventFile.test.ts expects, by TensorBoard's own records: python make_events.py (needs tensorboard)."""

import math
import tempfile

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def record(event):
    with tempfile.TemporaryFile() as file:
        RecordWriter(file).write(event.SerializeToString())
        file.seek(0)
        return file.read().hex()


def scalar(wall_time, step, tag, value):
    return Event(wall_time=wall_time, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)]))


print("first", record(Event(wall_time=1_700_000_000.25, file_version="brain.Event:2")))
print("scalar", record(scalar(1_700_000_001.5, 300, "vision/kl", 0.1)))
print("late", record(scalar(1_700_000_002, 2**40 + 1, "x" * 200, math.nan)))
