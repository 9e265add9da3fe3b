"""Training clips by a Python loader: PyTorch's DataLoader over PyAV, torchcodec or decord, each as its documentation advises.

32 frames of stride 2 at a random place of 340x256 H.264 files, scaled by a factor for each side, cropped to 224, mirrored,
colors changed on request, and as float32 batches of 8 in [-1, 1] on the main process.
"""

import argparse
import glob
import os
import random

import torch
import torchvision
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional
from worker import serve

parser = argparse.ArgumentParser()
parser.add_argument("--loader", choices=["pyav", "torchcodec", "decord"], required=True)
parser.add_argument("--augmentation", choices=["geometry", "color"], default="geometry")
parser.add_argument("--directory", required=True)
parser.add_argument("--workers", type=int, default=2)
parser.add_argument("--clips", type=int, default=64)
parser.add_argument("--threads", type=int)
arguments = parser.parse_args()
FRAMES, STRIDE, CROP = 32, 2, 224


def random_indices(frames):
    start = random.randint(0, frames - (FRAMES - 1) * STRIDE - 1)
    return list(range(start, start + FRAMES * STRIDE, STRIDE))


def read_pyav(path):
    """Seek to the key frame before, decode on, convert only what is wanted (PyAV's cookbook; torchvision's reader does so)."""
    import av

    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1  # one process for each core already
        indices = random_indices(stream.frames)
        ticks = 1 / (stream.average_rate * stream.time_base)
        wanted = {round(index * ticks) for index in indices}
        first = stream.start_time or 0
        container.seek(first + round(indices[0] * ticks), stream=stream)
        frames = []
        for frame in container.decode(stream):
            if frame.pts - first in wanted:
                frames.append(torch.from_numpy(frame.to_ndarray(format="rgb24")))
                if len(frames) == FRAMES:
                    break
    return torch.stack(frames).permute(0, 3, 1, 2)


def read_torchcodec(path):
    """A batch call, one FFmpeg thread for many processes, approximate seeking: torchcodec's performance tips."""
    from torchcodec.decoders import VideoDecoder

    decoder = VideoDecoder(path, seek_mode="approximate", num_ffmpeg_threads=1)
    indices = random_indices(decoder.metadata.num_frames)
    return decoder.get_frames_at(indices=indices).data


def read_decord(path):
    """One batch call on one thread."""
    import decord

    decord.bridge.set_bridge("torch")
    reader = decord.VideoReader(path, ctx=decord.cpu(0), num_threads=1)
    return reader.get_batch(random_indices(len(reader))).permute(0, 3, 1, 2)


read = {"pyav": read_pyav, "torchcodec": read_torchcodec, "decord": read_decord}[arguments.loader]
jitter = v2.RandomApply([v2.ColorJitter(brightness=32 / 255, contrast=0.4, saturation=0.4, hue=0.2)], p=0.8)
colors = v2.Compose([jitter, v2.RandomGrayscale(p=0.1)]) if arguments.augmentation == "color" else lambda clip: clip


def augment(clip):
    """Only what the crop shows is resized, on uint8, without antialiasing."""
    height, width = clip.shape[-2:]
    down, across = (CROP / random.uniform(0.9, 1.33) for _ in range(2))
    rows, columns = (min(side, round(part)) for side, part in ((height, down), (width, across)))
    top, left = random.randint(0, height - rows), random.randint(0, width - columns)
    clip = functional.resized_crop(clip, top, left, rows, columns, [CROP, CROP], antialias=False)
    if random.random() < 0.5:
        clip = functional.horizontal_flip(clip)
    return colors(clip)


class Clips(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, number):
        return augment(read(self.paths[number])).contiguous()


def main():
    files = sorted(glob.glob(os.path.join(arguments.directory, "*.mp4")))
    paths = [files[number % len(files)] for number in range(arguments.clips)]
    loader = DataLoader(
        Clips(paths),
        batch_size=8,
        shuffle=True,
        drop_last=True,
        num_workers=arguments.workers,
        persistent_workers=True,
        prefetch_factor=2,
    )

    def run():
        for batch in loader:
            batch.float().div_(127.5).sub_(1)

    name = {"pyav": "av", "torchcodec": "torchcodec", "decord": "decord"}[arguments.loader]
    version = __import__(name).__version__
    serve(f"{arguments.loader} {version} in PyTorch {torch.__version__}, {arguments.workers} processes", run)


if __name__ == "__main__":
    main()
