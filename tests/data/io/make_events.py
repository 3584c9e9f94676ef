# SPDX-License-Identifier: GPL-3.0-or-later
# Makes events.out.tfevents.1700000000.golden with TensorBoard's own writer (pip install tensorboard).
from pathlib import Path

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.util.tensor_util import make_tensor_proto

events = [Event(wall_time=1700000000.5, file_version="brain.Event:2")]


def add(step, **value):
    events.append(Event(wall_time=1700000000.5 + step, step=step, summary=Summary(value=[Summary.Value(**value)])))


for i in range(5):
    add(10 * i, tag="simple", simple_value=4.5 - i / 8)
    add(10 * i, tag="tensor/float", tensor=make_tensor_proto(np.float32(i / 4)))
    content = make_tensor_proto(np.float64(0))
    content.ClearField("double_val")
    content.tensor_content = np.float64(i / 3).tobytes()
    add(10 * i, tag="tensor/double", tensor=content)
add(3, tag="vector", tensor=make_tensor_proto(np.arange(3.0)))
add(3, tag="text", tensor=make_tensor_proto(b"words"))
add(3, tag="picture", image=Summary.Image(height=1, width=1, colorspace=1, encoded_image_string=b"x" * 300))
add(-7, tag="negative", simple_value=float("nan"))
events.append(
    Event(
        wall_time=1.0,
        step=6,
        summary=Summary(value=[Summary.Value(tag="a", simple_value=1), Summary.Value(tag="b", simple_value=2)]),
    )
)
with open(Path(__file__).parent / "events.out.tfevents.1700000000.golden", "wb") as file:
    writer = RecordWriter(file)
    for event in events:
        writer.write(event.SerializeToString())
    writer.flush()
