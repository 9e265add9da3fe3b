"""ViViT Model 1 by PyTorch and Hugging Face transformers, random weights.

Settings: as many threads as cores, fused attention (sdpa), tanh GELU by PyTorch's own kernel, momentum updates for all
parameters at once (foreach).
"""

import argparse

import torch
from transformers import VivitConfig, VivitForVideoClassification
from worker import serve

parser = argparse.ArgumentParser()
parser.add_argument("--work", choices=["forward", "train"], required=True)
parser.add_argument("--model", choices=["base", "tiny"], default="base")
parser.add_argument("--compile", action="store_true", help="torch.compile")
parser.add_argument("--bfloat16", action="store_true", help="autocast to bfloat16")
parser.add_argument("--threads", type=int, required=True)
args = parser.parse_args()

torch.manual_seed(0)
torch.set_num_threads(args.threads)
common = dict(
    hidden_act="gelu_pytorch_tanh", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    attn_implementation="sdpa",
)
if args.model == "base":
    batch, classes = 1, 400
    config = VivitConfig(num_labels=classes, **common)
else:
    batch, classes = 8, 10
    config = VivitConfig(
        image_size=64, num_frames=16, tubelet_size=[2, 8, 8], hidden_size=128, num_hidden_layers=4,
        num_attention_heads=4, intermediate_size=512, num_labels=classes, **common,
    )
model = VivitForVideoClassification(config)
video = torch.rand(batch, config.num_frames, 3, config.image_size, config.image_size) * 2 - 1
labels = torch.arange(batch) % classes
about = f"PyTorch {torch.__version__}, sdpa"


def autocast():
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bfloat16)


if args.work == "forward":
    model.eval()
    call = torch.compile(model) if args.compile else model

    def run():
        with torch.inference_mode(), autocast():
            return call(pixel_values=video).logits
else:
    model.train()
    call = torch.compile(model) if args.compile else model
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9, foreach=True)

    def run():
        with autocast():
            loss = torch.nn.functional.cross_entropy(call(pixel_values=video).logits.float(), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()


serve(about + (", torch.compile" if args.compile else "") + (", bfloat16" if args.bfloat16 else ""), run)
