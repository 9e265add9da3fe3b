"""PyTorch's own ONNX export of ViViT Model 1, run by ONNX Runtime for Python; optionally its dynamic int8 quantization."""

import argparse
import os
import tempfile

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import VivitConfig, VivitForVideoClassification
from worker import serve

parser = argparse.ArgumentParser()
parser.add_argument("--int8", action="store_true")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--export", help="only write the exported model to this file")
parser.add_argument("--one-file", action="store_true", help="weights inside the exported file")
args = parser.parse_args()


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, video):
        return self.model(pixel_values=video).logits


torch.manual_seed(0)
config = VivitConfig(
    num_labels=400, hidden_act="gelu_pytorch_tanh", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    attn_implementation="sdpa",
)
model = Logits(VivitForVideoClassification(config)).eval()
video = torch.rand(1, 32, 3, 224, 224) * 2 - 1
folder = tempfile.mkdtemp()
path = args.export or os.path.join(folder, "vivit.onnx")
torch.onnx.export(
    model, (video,), path, input_names=["video"], output_names=["logits"], dynamo=True, verbose=False,
    external_data=not args.one_file,
)
if args.export:
    raise SystemExit(0)
if args.int8:
    quantized = os.path.join(folder, "vivit.int8.onnx")
    quantize_dynamic(path, quantized, weight_type=QuantType.QInt8, per_channel=True)
    path = quantized
del model
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = args.threads
session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
feeds = {"video": np.asarray(video)}
about = f"ONNX Runtime {onnxruntime.__version__} on PyTorch's export" + (", dynamic int8" if args.int8 else "")
serve(about, lambda: session.run(None, feeds))
