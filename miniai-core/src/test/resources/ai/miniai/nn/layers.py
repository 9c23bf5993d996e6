"""Writes pytorch.txt, the reference numbers of LayerReferenceTest: python3 layers.py > pytorch.txt"""
import math

import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)


def cycle(factor, modulus, shift, *shape):
    count = math.prod(shape)
    return torch.tensor([(i * factor % modulus - shift) / 10 for i in range(count)]).reshape(shape)


class RMSNorm(nn.Module):
    """As PyTorch's since 2.4."""

    def __init__(self, shape, eps=None):
        super().__init__()
        self.shape, self.eps = shape, eps
        self.weight = nn.Parameter(torch.ones(shape))

    def forward(self, x):
        eps = torch.finfo(x.dtype).eps if self.eps is None else self.eps
        dims = tuple(range(-len(self.shape), 0))
        return x / torch.sqrt(x.square().mean(dims, keepdim=True) + eps) * self.weight


def positions(x):
    """Vaswani et al., 2017."""
    _, length, width = x.shape
    codes = torch.zeros(length, width)
    for position in range(length):
        for i in range(0, width, 2):
            codes[position, i] = math.sin(position / 10000 ** (i / width))
            if i + 1 < width:
                codes[position, i + 1] = math.cos(position / 10000 ** (i / width))
    return x + codes


def timesteps(steps, width, max_period=10000):
    """The course's."""
    exponent = -math.log(max_period) * torch.linspace(0, 1, width // 2)
    emb = steps[:, None] * exponent.exp()[None, :]
    emb = torch.cat([emb.sin(), emb.cos()], dim=-1)
    return F.pad(emb, (0, 1, 0, 0)) if width % 2 == 1 else emb


def numbers(tensor):
    return " ".join("%.11g" % v for v in tensor.flatten().tolist())


def case(name, function, *shape):
    x = cycle(7, 23, 11, *shape).requires_grad_()
    weights = []
    if isinstance(function, nn.Module):
        for weight in function.parameters():
            weight.data = cycle(5, 11, 4, *weight.shape)
            weights.append(weight)
    y = function(x)
    y.backward(cycle(5, 17, 8, *y.shape))
    print(" | ".join([name] + [numbers(t) for t in [y, x.grad] + [w.grad for w in weights]]))


print("# Results of PyTorch 1.13 in float64 for LayerReferenceTest: name | output | gradient of the"
      " input | gradient of the weight")
case("elu", nn.ELU(), 2, 3, 2, 2)
case("elu 0.5", nn.ELU(0.5), 2, 3, 2, 2)
case("elu 2", nn.ELU(2), 5)
case("prelu", nn.PReLU(), 2, 3, 2, 2)
case("prelu of one dimension", nn.PReLU(), 7)
case("prelu of channels", nn.PReLU(3), 2, 3, 2, 2)
case("prelu of features", nn.PReLU(3), 4, 3)
case("softplus", nn.Softplus(), 2, 3, 2, 2)
case("softmax 1", nn.Softmax(1), 2, 3, 2, 2)
case("log softmax -1", nn.LogSoftmax(-1), 2, 3, 2, 2)
case("rms norm", RMSNorm((3,)), 4, 3)
case("rms norm of two dimensions", RMSNorm((3, 2), 1e-3), 2, 2, 3, 2)
case("positions", positions, 2, 3, 5)
case("time steps 6", lambda t: timesteps(t, 6), 4)
case("time steps 5", lambda t: timesteps(t, 5), 4)
