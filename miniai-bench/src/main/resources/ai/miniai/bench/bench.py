"""PyTorch's part in `./miniai bench`: trains when it is told to, and sleeps on its input in between.

Arguments: model, batch size, threads, "stats" or "plain", learning rate.
Input: lines "run STEPS"; the answer to each is "img/s RATE".
"""
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

MODEL, BATCH, THREADS, STATS, LEARNING_RATE = sys.argv[1:]
BATCH = int(BATCH)
torch.set_num_threads(int(THREADS))
torch.manual_seed(1)


class GeneralRelu(nn.Module):
    def __init__(self, leak=0.1, sub=0.4):
        super().__init__()
        self.leak, self.sub = leak, sub

    def forward(self, x):
        return F.leaky_relu(x, self.leak) - self.sub


class ResBlock(nn.Module):
    def __init__(self, ni, nf, stride):
        super().__init__()
        self.convs = nn.Sequential(
            nn.Conv2d(ni, nf, 3, 1, 1), nn.BatchNorm2d(nf), GeneralRelu(),
            nn.Conv2d(nf, nf, 3, stride, 1), nn.BatchNorm2d(nf))
        self.idconv = nn.Identity() if ni == nf else nn.Conv2d(ni, nf, 1)
        self.pool = nn.Identity() if stride == 1 else nn.AvgPool2d(2, ceil_mode=True)
        self.act = GeneralRelu()

    def forward(self, x):
        return self.act(self.convs(x) + self.idconv(self.pool(x)))


def conv(ni, nf, size=3, norm=False):
    layers = [nn.Conv2d(ni, nf, size, 2, size // 2)]
    return nn.Sequential(*layers, nn.BatchNorm2d(nf), GeneralRelu()) if norm else nn.Sequential(*layers, nn.ReLU())


def cnn(norm):
    return nn.Sequential(
        conv(1, 8, 5, norm), conv(8, 16, norm=norm), conv(16, 32, norm=norm), conv(32, 64, norm=norm),
        nn.Conv2d(64, 10, 3, 2, 1), nn.Flatten())


def resnet():
    widths = [1, 8, 16, 32, 64, 128, 256]
    blocks = [ResBlock(ni, nf, 1 if ni == 1 else 2) for ni, nf in zip(widths, widths[1:])]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10, bias=False), nn.BatchNorm1d(10)]
    return nn.Sequential(*blocks, *head)


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))


def table():
    return nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))


class Lstm(nn.Module):
    """Reads an image row by row."""

    def __init__(self):
        super().__init__()
        self.body, self.head = nn.LSTM(28, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.body(x.view(-1, 28, 28))[1][0][0])


class Attention(nn.Module):
    """Looks at all rows of an image at once."""

    def __init__(self):
        super().__init__()
        self.embed, self.head = nn.Linear(28, 64), nn.Linear(64, 10)
        self.body = nn.TransformerEncoderLayer(64, 4, 128, 0., batch_first=True)

    def forward(self, x):
        return self.head(self.body(self.embed(x.view(-1, 28, 28))).mean(1))


SHAPE, CLASSES = ((20,), 2) if MODEL == "table" else ((1, 28, 28), 10)
MODELS = {"cnn": lambda: cnn(False), "bn-cnn": lambda: cnn(True), "resnet": resnet, "mlp": mlp, "table": table,
          "lstm": Lstm, "attention": Attention}
model = MODELS[MODEL]()
optimizer = torch.optim.SGD(model.parameters(), lr=float(LEARNING_RATE))
batches = [(torch.rand(BATCH, *SHAPE), torch.randint(CLASSES, (BATCH,))) for _ in range(4)]
recorded = []


def append_stats(module, inputs, output):
    values = output.detach()
    recorded.append((values.mean(), values.std(), values.abs().histc(50, 0, 10)))


if STATS == "stats":
    for module in model.modules():
        if isinstance(module, nn.Linear if MODEL in ("mlp", "table", "lstm", "attention") else nn.Conv2d):
            module.register_forward_hook(append_stats)


def step(x, y):
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()


print("ready", flush=True)
for line in sys.stdin:
    steps = int(line.split()[1])
    recorded.clear()
    start = time.perf_counter()
    for i in range(steps):
        step(*batches[i % 4])
    print("img/s", steps * BATCH / (time.perf_counter() - start), flush=True)
