"""Models 1 to 4 of ViViT in JAX, jitted, written as Scenic writes them: einsum, softmax over all scores, tanh GELU.

Random weights at B/16x2; a training step is cross-entropy, gradient and heavy-ball momentum with donated state.
"""

import argparse
import functools
import os

parser = argparse.ArgumentParser()
parser.add_argument("--work", choices=["forward", "train"], required=True)
parser.add_argument("--model", type=int, choices=[1, 2, 3, 4], required=True, help="number in the paper")
parser.add_argument("--threads", type=int, required=True)
args = parser.parse_args()
os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen=true intra_op_parallelism_threads={args.threads}"

import jax
import jax.numpy as jnp
import numpy as np
from worker import serve

DIM, HEADS, MLP, DEPTH, TEMPORAL_DEPTH, CLASSES = 768, 12, 3072, 12, 4, 400
STEPS, PLACES = 16, 196
random = np.random.default_rng(0)


def linear_params(inputs, outputs):
    return {"kernel": random.normal(0, 0.02, (inputs, outputs)).astype(np.float32), "bias": np.zeros(outputs, np.float32)}


def norm_params():
    return {"scale": np.ones(DIM, np.float32), "bias": np.zeros(DIM, np.float32)}


def attention_params():
    return {name: linear_params(DIM, DIM) for name in ["query", "key", "value", "out"]}


def block_params(mixers):
    mixing = [{"norm": norm_params(), "attention": attention_params()} for _ in range(mixers)]
    return {"mixing": mixing, "norm": norm_params(), "wide": linear_params(DIM, MLP), "narrow": linear_params(MLP, DIM)}


def encoder_params(depth, positions, mixers=1):
    return {
        "positions": random.normal(0, 0.02, (1, positions, DIM)).astype(np.float32),
        "class_token": np.zeros((1, 1, DIM), np.float32),
        "blocks": [block_params(mixers) for _ in range(depth)],
        "norm": norm_params(),
    }


def linear(x, p):
    return x @ p["kernel"] + p["bias"]


def norm(x, p):
    mean = jnp.mean(x, -1, keepdims=True)
    variance = jnp.mean(jnp.square(x - mean), -1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-6) * p["scale"] + p["bias"]


def dot_product(query, key, value):
    """[batch, tokens, heads, width] each, all scores at once."""
    scores = jnp.einsum("bqhd,bkhd->bhqk", query / np.sqrt(query.shape[-1]), key)
    return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), value)


def split(x):
    return x.reshape(*x.shape[:-1], HEADS, DIM // HEADS)


def attend(x, p, mix=dot_product):
    query, key, value = (split(linear(x, p[name])) for name in ["query", "key", "value"])
    mixed = mix(query, key, value)
    return linear(mixed.reshape(*mixed.shape[:-2], DIM), p["out"])


def over_space(mix, x):
    mixed = mix(x.reshape(-1, PLACES, *x.shape[2:]))
    return mixed.reshape(*x.shape[:2], *mixed.shape[2:])


def over_time(mix, x):
    turned = x.reshape(-1, STEPS, PLACES, *x.shape[2:]).swapaxes(1, 2)
    mixed = mix(turned.reshape(-1, STEPS, *x.shape[2:]))
    mixed = mixed.reshape(*turned.shape[:3], *mixed.shape[2:]).swapaxes(1, 2)
    return mixed.reshape(*x.shape[:2], *mixed.shape[3:])


def halves(query, key, value):
    """Model 4: the first half of the heads over time, the second over space."""
    first, second = jnp.split(jnp.stack([query, key, value], 2), 2, 3)

    def mix(at):
        return dot_product(at[:, :, 0], at[:, :, 1], at[:, :, 2])

    return jnp.concatenate([over_time(mix, first), over_space(mix, second)], 2)


def block(x, p, model):
    if model == 3:
        for way, mixer in zip([over_time, over_space], p["mixing"]):
            x = x + way(lambda at: attend(norm(at, mixer["norm"]), mixer["attention"]), x)
    else:
        mixer = p["mixing"][0]
        x = x + attend(norm(x, mixer["norm"]), mixer["attention"], halves if model == 4 else dot_product)
    return x + linear(jax.nn.gelu(linear(norm(x, p["norm"]), p["wide"]), approximate=True), p["narrow"])


def encode(x, p, model, with_class_token):
    if with_class_token:
        x = jnp.concatenate([jnp.broadcast_to(p["class_token"], (x.shape[0], 1, DIM)), x], 1)
    x = x + p["positions"]
    for one in p["blocks"]:
        x = block(x, one, model)
    x = norm(x, p["norm"])
    return x[:, 0] if with_class_token else jnp.mean(x, 1)


def embed(video, p):
    cut = video.reshape(-1, STEPS, 2, 14, 16, 14, 16 * 3).transpose(0, 1, 3, 5, 2, 4, 6)
    return linear(cut.reshape(-1, STEPS * PLACES, 2 * 16 * 16 * 3), p)


def apply(video, p, model):
    tokens = embed(video, p["embedding"])
    if model == 2:
        per_step = encode(tokens.reshape(-1, PLACES, DIM), p["encoder"], 1, True)
        features = encode(per_step.reshape(-1, STEPS, DIM), p["temporal"], 1, True)
    else:
        features = encode(tokens, p["encoder"], model, model == 1)
    return linear(features, p["head"])


def make_params(model):
    params = {"embedding": linear_params(2 * 16 * 16 * 3, DIM), "head": linear_params(DIM, CLASSES)}
    if model == 2:
        return params | {
            "encoder": encoder_params(DEPTH, PLACES + 1),
            "temporal": encoder_params(TEMPORAL_DEPTH, STEPS + 1),
        }
    return params | {"encoder": encoder_params(DEPTH, STEPS * PLACES + (model == 1), 2 if model == 3 else 1)}


params = jax.device_put(make_params(args.model))
video = jnp.asarray(random.uniform(-1, 1, (1, 32, 224, 224, 3)), jnp.float32)
label = jnp.asarray([7])
about = f"JAX {jax.__version__}, jitted, Model {args.model}"

if args.work == "forward":
    forward = jax.jit(functools.partial(apply, model=args.model))
    serve(about, lambda: forward(video, params).block_until_ready())
else:

    def loss(at):
        return -jnp.mean(jax.nn.log_softmax(apply(video, at, args.model))[jnp.arange(1), label])

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def step(at, velocity):
        value, gradients = jax.value_and_grad(loss)(at)
        velocity = jax.tree.map(lambda v, g: 0.9 * v + g, velocity, gradients)
        return jax.tree.map(lambda p, v: p - 1e-3 * v, at, velocity), velocity, value

    state = [params, jax.tree.map(jnp.zeros_like, params)]

    def run():
        state[0], state[1], value = step(state[0], state[1])
        jax.block_until_ready((state, value))

    serve(about, run)
