"""Run exported models in Python's onnxruntime.

Reads lines of JSON {"model": path, "input": path, "shape": [...]}, the input as little-endian float32;
prints a line with the first output's values for each.
"""

import json
import sys

import numpy
import onnxruntime

for line in sys.stdin:
    case = json.loads(line)
    video = numpy.fromfile(case["input"], dtype="<f4").reshape(case["shape"])
    session = onnxruntime.InferenceSession(case["model"], providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {session.get_inputs()[0].name: video})
    print(json.dumps(logits.ravel().tolist()))
