"""Read the event files of a folder with TensorBoard itself and print what it found as JSON."""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0, "histograms": 0, "tensors": 0})
events.Reload()
tags = events.Tags()
print(
    json.dumps(
        {
            "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
            "times": [e.wall_time for tag in tags["scalars"][:1] for e in events.Scalars(tag)],
            "images": {
                tag: [[e.step, e.width, e.height, list(e.encoded_image_string[:4])] for e in events.Images(tag)]
                for tag in tags["images"]
            },
            "histograms": {
                tag: [[e.step, e.histogram_value.num, e.histogram_value.min, list(e.histogram_value.bucket)] for e in events.Histograms(tag)]
                for tag in tags["histograms"]
            },
            "texts": {
                tag: [e.tensor_proto.string_val[0].decode() for e in events.Tensors(tag)] for tag in tags["tensors"]
            },
        }
    )
)
