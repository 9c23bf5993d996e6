"""PyTorch's part in `./miniai bench --model layers`: runs a layer when it is told to, forward and backward.

Argument: threads.
Input: lines "run STEPS LAYER"; the answer to each is "img/s RATE".
"""
import sys
import time
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def images():
    return torch.randn(64, 32, 28, 28, requires_grad=True)


def signals():
    return torch.randn(32, 64, 512, requires_grad=True)


def sequences():
    return torch.randn(64, 98, 128, requires_grad=True)


def steps():
    return torch.randn(64, 100, 128, requires_grad=True)


class OutputOf(nn.Module):
    """The states after all steps."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return self.body(x)[0]


def texts():
    return torch.randn(32, 128, 128, requires_grad=True)


def words():
    return (torch.arange(64 * 98) * 7919 % 1000).view(64, 98)


def logits():
    return torch.randn(1024, 10, requires_grad=True)


def probabilities():
    return torch.rand(64, 98, 128, requires_grad=True)


def beside(function):
    """A function of its input and of another tensor like it."""
    return beside_this(torch.rand(64, 98, 128), function)


def beside_this(other, function):
    return lambda x: function(x, other)


def nll_loss():
    labels = torch.arange(1024) % 10
    return lambda x: F.nll_loss(x, labels)


def cross_entropy():
    labels = torch.arange(1024) % 10
    return lambda x: F.cross_entropy(x, labels)


class RMSNorm(nn.Module):
    """PyTorch has its own since 2.4 only."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = torch.finfo(torch.float32).eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class Attention(nn.Module):
    """Self-attention, without the weights as a second result."""

    def __init__(self, width, heads):
        super().__init__()
        self.inner = nn.MultiheadAttention(width, heads, batch_first=True)

    def forward(self, x):
        return self.inner(x, x, x, need_weights=False)[0]


LAYERS = {
    "conv2d": (images, lambda: nn.Conv2d(32, 32, 3, 1, 1)),
    "conv2d-dilated": (images, lambda: nn.Conv2d(32, 32, 3, padding=2, dilation=2)),
    "conv2d-depthwise": (images, lambda: nn.Conv2d(32, 32, 3, padding=1, groups=32)),
    "conv-transpose2d": (images, lambda: nn.ConvTranspose2d(32, 32, 2, 2)),
    "batch-norm2d": (images, lambda: nn.BatchNorm2d(32)),
    "group-norm": (images, lambda: nn.GroupNorm(8, 32)),
    "instance-norm2d": (images, lambda: nn.InstanceNorm2d(32)),
    "max-pool2d": (images, lambda: nn.MaxPool2d(2)),
    "avg-pool2d": (images, lambda: nn.AvgPool2d(2)),
    "upsample": (images, lambda: nn.Upsample(scale_factor=2)),
    "relu": (images, nn.ReLU),
    "leaky-relu": (images, lambda: nn.LeakyReLU(0.1)),
    "prelu": (images, lambda: nn.PReLU(32)),
    "elu": (images, nn.ELU),
    "gelu": (images, nn.GELU),
    "silu": (images, nn.SiLU),
    "sigmoid": (images, nn.Sigmoid),
    "tanh": (images, nn.Tanh),
    "dropout": (images, lambda: nn.Dropout(0.1)),
    "conv1d": (signals, lambda: nn.Conv1d(64, 64, 5, 1, 2)),
    "max-pool1d": (signals, lambda: nn.MaxPool1d(2)),
    "linear": (sequences, lambda: nn.Linear(128, 128)),
    "layer-norm": (sequences, lambda: nn.LayerNorm(128)),
    "rms-norm": (sequences, lambda: RMSNorm(128)),
    "softmax": (sequences, lambda: nn.Softmax(-1)),
    "log-softmax": (sequences, lambda: nn.LogSoftmax(-1)),
    "sequence-gelu": (sequences, nn.GELU),
    "embedding": (words, lambda: nn.Embedding(1000, 128)),
    "lstm": (steps, lambda: OutputOf(nn.LSTM(128, 128, batch_first=True))),
    "gru": (steps, lambda: OutputOf(nn.GRU(128, 128, batch_first=True))),
    "multihead-attention": (texts, lambda: Attention(128, 4)),
    "transformer-encoder-layer": (texts, lambda: nn.TransformerEncoderLayer(128, 4, 512, 0.1, batch_first=True)),
    "sin": (sequences, lambda: torch.sin),
    "cos": (sequences, lambda: torch.cos),
    "log1p": (probabilities, lambda: torch.log1p),
    "softplus": (sequences, lambda: F.softplus),
    "exp": (sequences, lambda: torch.exp),
    "sqrt": (probabilities, lambda: torch.sqrt),
    "square": (sequences, lambda: torch.square),
    "sum": (sequences, lambda: torch.sum),
    "plus": (sequences, lambda: beside(torch.add)),
    "times": (sequences, lambda: beside(torch.mul)),
    "div": (sequences, lambda: beside(lambda x, y: x / (y + 1))),
    "plus-positions": (sequences, lambda: beside_this(torch.randn(98, 128), torch.add)),
    "times-channels": (images, lambda: beside_this(torch.randn(32, 1, 1), torch.mul)),
    "concat-channels": (images, lambda: beside_this(images().detach(), lambda x, y: torch.cat((x, y), 1))),
    "mean-of-places": (images, lambda: lambda x: x.mean((2, 3))),
    "minimum": (sequences, lambda: beside(torch.minimum)),
    "maximum": (sequences, lambda: beside(torch.maximum)),
    "where": (sequences, lambda: beside(lambda x, y: torch.where(y > 0.5, x, y))),
    "masked-fill": (sequences, lambda: beside(lambda x, y: x.masked_fill(y > 0.5, 0))),
    "cross-entropy": (logits, cross_entropy),
    "nll-loss": (logits, nll_loss),
    "l1-loss": (sequences, lambda: beside(F.l1_loss)),
    "mse-loss": (sequences, lambda: beside(F.mse_loss)),
    "smooth-l1-loss": (sequences, lambda: beside(F.smooth_l1_loss)),
    "huber-loss": (sequences, lambda: beside(F.huber_loss)),
    "binary-cross-entropy": (probabilities, lambda: beside(F.binary_cross_entropy)),
    "binary-cross-entropy-with-logits": (sequences, lambda: beside(F.binary_cross_entropy_with_logits)),
    "kl-div": (sequences, lambda: beside(lambda x, y: F.kl_div(x, y, reduction="sum") / x.numel())),
    "cosine-similarity": (sequences, lambda: beside(lambda x, y: F.cosine_similarity(x, y, -1))),
}


@lru_cache(maxsize=1)
def prepared(name):
    make_input, make_layer = LAYERS[name]
    x, layer = make_input(), make_layer()
    leaves = list(layer.parameters()) if isinstance(layer, nn.Module) else []
    return x, layer, [x, *leaves], torch.ones_like(layer(x)).detach()


def step(x, layer, leaves, gradient):
    layer(x).backward(gradient)
    for leaf in leaves:
        leaf.grad = None


print("ready", flush=True)
for line in sys.stdin:
    _, steps, name = line.split()
    case = prepared(name)
    start = time.perf_counter()
    for _ in range(int(steps)):
        step(*case)
    print("img/s", int(steps) * len(case[0]) / (time.perf_counter() - start), flush=True)
