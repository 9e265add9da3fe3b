"""Logits of model directories by transformers: one JSON line in, one out for each directory.

In: {"directories": [...], "video": path of float32 values, "shape": [batch, frames, channels, height, width]}
"""

import json
import sys

import numpy
import torch
from transformers import VivitForVideoClassification

wanted = json.loads(sys.stdin.readline())
video = torch.from_numpy(numpy.fromfile(wanted["video"], dtype="<f4").reshape(wanted["shape"]))
for directory in wanted["directories"]:
    model, info = VivitForVideoClassification.from_pretrained(
        directory, output_loading_info=True, dtype=torch.float32, attn_implementation="eager"
    )
    with torch.inference_mode():
        logits = model.eval()(pixel_values=video).logits
    problems = {name: sorted(map(str, found)) for name, found in info.items() if found}
    print(json.dumps({"logits": logits.flatten().tolist(), "problems": problems}), flush=True)
