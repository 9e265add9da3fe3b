"""Load a safetensors file into transformers' ViViT-B/16x2; seconds and peak memory as one JSON line.

Usage: python load_vivit.py [--new-memory] model.safetensors

With --new-memory the model's parameters have never been written, as ours have not before a load; otherwise they hold the first
values that the constructor gave them.
"""

import json
import resource
import sys
import time

import torch
from safetensors.torch import load_file
from transformers import VivitConfig, VivitForVideoClassification

# names in files and names in memory, since transformers 5
SPELLINGS = [
    ("vivit.encoder.layer.", "vivit.layers."),
    ("attention.attention.query", "attention.q_proj"),
    ("attention.attention.key", "attention.k_proj"),
    ("attention.attention.value", "attention.v_proj"),
    ("attention.output.dense", "attention.o_proj"),
    ("intermediate.dense", "mlp.fc1"),
    ("output.dense", "mlp.fc2"),
]


def in_memory(name):
    for stored, present in SPELLINGS:
        name = name.replace(stored, present)
    return name


is_new = "--new-memory" in sys.argv
with torch.device("meta" if is_new else "cpu"):
    model = VivitForVideoClassification(VivitConfig(num_labels=400))  # its own memory is no part of the load
if is_new:
    model.to_empty(device="cpu")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
begin = time.perf_counter()
model.load_state_dict({in_memory(name): tensor for name, tensor in load_file(sys.argv[-1]).items()})
seconds = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "before": before, "peak": peak}))
