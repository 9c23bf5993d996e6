"""Writes convolutions.txt, the reference numbers of ConvolutionReferenceTest: python3 convolutions.py > convolutions.txt

A line is: input shape | output channels | kernel | stride | padding or "same" | dilation | groups | padding mode |
bias | output | gradient of the input | of the weight | of the bias. The values of the input, the weight, the bias
and the gradient of the output are multiples of 7, 5, 3 and 11 modulo 23, minus 11, over 10.
"""
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

#        input shape     out kernel  stride  padding dilation groups mode bias
CASES = [
    # images: sides that differ
    ((2, 3, 5, 6), 4, (3, 2), (1, 2), (1, 0), (1, 1), 1, "zeros", True),
    ((1, 2, 4, 7), 3, (1, 3), (2, 1), (0, 1), (1, 1), 1, "zeros", True),
    ((2, 1, 6, 3), 2, (4, 1), (3, 2), (2, 0), (1, 1), 1, "zeros", False),
    ((3, 5, 3, 4), 2, (2, 4), (1, 1), (1, 3), (1, 1), 1, "zeros", True),
    ((1, 1, 1, 9), 1, (1, 5), (1, 3), (0, 2), (1, 1), 1, "zeros", True),
    # stride > kernel, large padding
    ((1, 2, 7, 5), 2, (2, 1), (3, 2), (0, 0), (1, 1), 1, "zeros", True),
    ((2, 2, 3, 3), 2, (1, 1), (1, 2), (2, 1), (1, 1), 1, "zeros", True),
    ((1, 2, 2, 2), 3, (3, 3), (2, 1), (4, 3), (1, 1), 1, "zeros", True),
    # dilation
    ((1, 2, 6, 7), 2, (3, 3), (1, 1), (0, 0), (2, 3), 1, "zeros", True),
    ((2, 3, 5, 5), 4, (3, 3), (1, 1), (2, 2), (2, 2), 1, "zeros", True),
    ((1, 2, 7, 6), 3, (2, 3), (2, 1), (1, 4), (3, 4), 1, "zeros", False),
    ((2, 1, 5, 5), 1, (2, 2), (1, 3), (1, 0), (1, 2), 1, "zeros", True),
    # groups
    ((2, 4, 4, 3), 6, (3, 3), (1, 1), (1, 1), (1, 1), 2, "zeros", True),
    ((1, 6, 3, 5), 3, (2, 3), (2, 1), (0, 1), (1, 1), 3, "zeros", False),
    ((2, 8, 3, 3), 4, (1, 1), (1, 1), (0, 0), (1, 1), 4, "zeros", True),
    ((1, 4, 6, 5), 4, (2, 2), (1, 2), (1, 1), (2, 3), 2, "zeros", True),
    # depthwise, also with several outputs for each input
    ((2, 5, 4, 4), 5, (3, 3), (1, 1), (1, 1), (1, 1), 5, "zeros", True),
    ((1, 3, 5, 4), 6, (3, 2), (2, 1), (1, 1), (1, 1), 3, "zeros", True),
    ((2, 2, 5, 6), 6, (2, 3), (1, 1), (2, 0), (2, 2), 2, "zeros", False),
    ((1, 16, 3, 3), 16, (3, 3), (1, 1), (1, 1), (1, 1), 16, "zeros", True),
    ((1, 17, 2, 3), 17, (3, 3), (1, 2), (1, 1), (1, 1), 17, "zeros", True),
    # padding modes and "same"
    ((1, 2, 4, 5), 2, (3, 3), (1, 1), (1, 2), (1, 1), 1, "reflect", True),
    ((2, 2, 3, 4), 2, (3, 2), (2, 1), (2, 1), (1, 1), 2, "replicate", True),
    ((1, 2, 3, 3), 3, (3, 3), (1, 1), (3, 2), (1, 1), 1, "circular", False),
    ((1, 2, 4, 5), 2, (3, 5), (1, 1), "same", (1, 1), 1, "zeros", True),
    ((2, 1, 4, 5), 2, (2, 4), (1, 1), "same", (1, 1), 1, "zeros", True),
    ((1, 2, 5, 6), 2, (2, 3), (1, 1), "same", (3, 2), 2, "reflect", True),
    # sequences
    ((2, 3, 7), 4, (3,), (1,), (1,), (1,), 1, "zeros", True),
    ((1, 1, 5), 1, (5,), (1,), (2,), (1,), 1, "zeros", False),
    ((3, 2, 9), 2, (2,), (3,), (0,), (1,), 1, "zeros", True),
    ((2, 2, 8), 3, (3,), (2,), (4,), (3,), 1, "zeros", True),
    ((1, 6, 6), 4, (3,), (1,), (1,), (1,), 2, "zeros", True),
    ((2, 3, 6), 6, (4,), (2,), (2,), (1,), 3, "zeros", False),
    ((1, 16, 5), 16, (3,), (1,), (2,), (2,), 16, "zeros", True),
    ((1, 2, 1), 2, (1,), (1,), (0,), (1,), 1, "zeros", True),
    ((2, 2, 6), 2, (4,), (1,), "same", (1,), 1, "zeros", True),
    ((1, 2, 6), 2, (3,), (1,), (3,), (2,), 1, "reflect", True),
    ((1, 2, 4), 2, (3,), (2,), (2,), (1,), 1, "replicate", True),
    ((2, 1, 4), 2, (3,), (1,), (4,), (1,), 1, "circular", True),
]


def cycle(factor, shape):
    n = torch.Size(shape).numel()
    return (((torch.arange(n) * factor) % 23 - 11) / 10).reshape(shape)


def numbers(values):
    return " ".join(str(v) for v in ([values] if isinstance(values, (str, bool, int)) else values))


def texts(x):
    return " ".join("%.10g" % v for v in x.detach().flatten().tolist())


for case in CASES:
    shape, out, kernel, stride, padding, dilation, groups, mode, bias = case
    make = nn.Conv1d if len(shape) == 3 else nn.Conv2d
    layer = make(shape[1], out, kernel, stride, padding, dilation, groups, bias, mode)
    layer.weight.data = cycle(5, layer.weight.shape)
    if bias:
        layer.bias.data = cycle(3, layer.bias.shape)
    x = cycle(7, shape).requires_grad_()
    y = layer(x)
    y.backward(cycle(11, y.shape))
    results = [texts(y), texts(x.grad), texts(layer.weight.grad), texts(layer.bias.grad) if bias else ""]
    print(" | ".join([numbers(v) for v in case] + results))
