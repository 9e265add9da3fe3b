"""Load a safetensors file into transformers' ViViT-B/16x2; seconds and peak memory as one JSON line.

Usage: python load_vivit.py model.safetensors
"""

import json
import resource
import sys
import time

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


model = VivitForVideoClassification(VivitConfig(num_labels=400))  # its own memory is no part of the load
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
begin = time.perf_counter()
model.load_state_dict({in_memory(name): tensor for name, tensor in load_file(sys.argv[1]).items()})
seconds = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "before": before, "peak": peak}))
