"""Runs programs of tensor functions in PyTorch, in float64: JSON from standard input to standard output."""
import json
import sys

import torch
import torch.nn.functional as F


def tensor(values, shape):
    return torch.tensor([float(v) for v in values], dtype=torch.float64).reshape(shape)


def dims(n):
    return [int(d) for d in n]


def over(n, x):
    return dims(n) or list(range(x.dim()))


def third(x):
    return x[2] if len(x) > 2 else None


def norm(x, dim):
    mean = x.mean(dim, keepdim=True)
    return (x - mean) / (((x - mean) ** 2).mean(dim, keepdim=True) + 1e-3).sqrt()


def standardize(x, n):
    return norm(x, over(n, x)) if x.dim() else (x - x) / (x * 0 + 1e-3) ** 0.5


def general_relu(x, leak, sub, most=None):
    y = F.leaky_relu(x, leak) - sub
    return y if most is None else y.clamp(max=most)


def affine(y, weight, bias, channels):
    if channels:
        shape = [1, -1] + [1] * (y.dim() - 2)
        weight, bias = weight.reshape(shape), bias.reshape(shape)
    return y * weight + bias


def per_channel(weight, x):
    return weight[0] if len(weight) == 1 else weight.reshape([1, -1] + [1] * (x.dim() - 2))


def attention(query, key, value, mask=0, causal=False):
    scores = query @ key.mT / query.shape[-1] ** 0.5 + mask
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).triu(1) > 0, float("-inf"))
    return scores.softmax(-1) @ value


def rms_norm(x, weight):
    dim = list(range(-weight.dim(), 0))
    return x * (x.square().mean(dim, keepdim=True) + 1e-3).rsqrt() * weight


def group_norm(x, groups, weight, bias):
    y = norm(x.reshape(x.shape[0], groups, -1), [2]).reshape(x.shape)
    return affine(y, weight, bias, True)


def comparisons():
    both = {}
    for name in ["eq", "ne", "lt", "le", "gt", "ge"]:
        f = getattr(torch, name)
        both[name + "(Tensor)"] = lambda x, n, f=f: f(x[0], x[1])
        both[name + "(double)"] = lambda x, n, f=f: f(x[0], n[0] + 0.0371)
    return both


def parted(parts, dim):
    return torch.cat(list(reversed(parts)), dim)


def in_order(x, n):
    return x.sort(stable=True, dim=int(n[0]), descending=n[1] > 0)


def sizes(size, first):
    first = min(first, size)
    second = min(first, size - first)
    return [first, second, size - first - second]


NORMS = [1, 2, 1.5, 0.5, float("inf"), -float("inf")]


def cdist(x, y, p):
    return torch.cdist(x, y, p) if p >= 0 else (x.unsqueeze(-2) - y.unsqueeze(-3)).abs().amin(-1)


def vector_norm(x, n, keepdim):
    return torch.linalg.vector_norm(x, NORMS[int(n[0])], dims(n[1:]) or None, keepdim=keepdim)


def padded(x, mode, widths):
    for i in range(0, len(widths), 2):  # each dimension as the last of three
        d = x.dim() - 1 - i // 2
        y = x.movedim(d, -1)
        flat = y.reshape(1, -1, y.shape[-1])
        flat = F.pad(flat, widths[i : i + 2], mode=["constant", "reflect", "replicate", "circular"][mode])
        x = flat.reshape(list(y.shape[:-1]) + [flat.shape[-1]]).movedim(-1, d)
    return x


def convolved(convolution, x, n):
    *settings, groups = dims(n)
    sides = len(settings) // 3
    stride, padding, dilation = (settings[i * sides : (i + 1) * sides] for i in range(3))
    return convolution(x[0], x[1], third(x), stride, padding, dilation, groups)


EQUATIONS = (
    "i,j->ij i,i-> i-> ij,jk->ik ij,kj->ki ij,ij->i ij,ij-> ij->ji ij,j->i ij,k->kj "
    "bij,bjk->bik ijk,kl->lij ijk->ki bij,bjk->ikb bijk,bilk->bijl ijkl,kjm->lim"
).split()


FUNCTIONS = {
    **comparisons(),
    "logicalAnd(Tensor)": lambda x, n: torch.logical_and(x[0], x[1] > 0),
    "logicalOr(Tensor)": lambda x, n: torch.logical_or(x[0], x[1] > 0),
    "logicalXor(Tensor)": lambda x, n: torch.logical_xor(x[0], x[1] > 0),
    "logicalNot()": lambda x, n: x[0].logical_not(),
    "minimum(Tensor)": lambda x, n: x[0].minimum(x[1]),
    "maximum(Tensor)": lambda x, n: x[0].maximum(x[1]),
    "maskedFill(Tensor,double)": lambda x, n: x[0].masked_fill(x[1] > 0.5, -1.5),
    "where(Tensor,Tensor,Tensor)": lambda x, n: torch.where(x[1] <= 0.5, x[0], x[2]),
    "gather(int,Tensor)": lambda x, n: x[0].gather(int(n[0]), x[1].long()),
    "scatterAdd(int,Tensor,Tensor)": lambda x, n: x[0].scatter_add(
        int(n[0]), x[1].long(), x[0][tuple(slice(s) for s in x[1].shape)]
    ),
    "indexSelect(int,Tensor)": lambda x, n: x[0].index_select(int(n[0]), x[1].long()),
    "sort(int,boolean)": lambda x, n: in_order(x[0], n).values,
    "argsort(int,boolean)": lambda x, n: in_order(x[0], n).indices,
    "topk(int,int,boolean)": lambda x, n: in_order(x[0], n).values.narrow(int(n[0]), 0, int(n[2])),
    "split(long,int)": lambda x, n: parted(x[0].split(int(n[1]), int(n[0])), int(n[0])),
    "split(long[],int)": lambda x, n: parted(
        x[0].split(sizes(x[0].shape[int(n[0])], int(n[1])), int(n[0])), int(n[0])
    ),
    "chunk(int,int)": lambda x, n: parted(x[0].chunk(int(n[1]), int(n[0])), int(n[0])),
    "stack(int,Tensor[])": lambda x, n: torch.stack(x, int(n[0])),
    "flip(int[])": lambda x, n: x[0].flip(dims(n)),
    "roll(long,int[])": lambda x, n: (
        x[0].roll([int(n[0])] * (len(n) - 1), dims(n[1:])) if len(n) > 1 else x[0].roll(int(n[0]))
    ),
    "pad(int[])": lambda x, n: F.pad(x[0], dims(n[1:])),
    "pad(double,int[])": lambda x, n: F.pad(x[0], dims(n[1:]), value=1.5),
    "pad(PadMode,int[])": lambda x, n: padded(x[0], int(n[0]), dims(n[1:])),
    "tril(long)": lambda x, n: x[0].tril(int(n[0])),
    "triu(long)": lambda x, n: x[0].triu(int(n[0])),
    "norm(double,int[])": lambda x, n: vector_norm(x[0], n, False),
    "norm(double,int[],boolean)": lambda x, n: vector_norm(x[0], n, True),
    "logsumexp(int[])": lambda x, n: x[0].logsumexp(over(n, x[0]) or [0]),
    "logsumexp(int[],boolean)": lambda x, n: x[0].logsumexp(over(n, x[0]) or [0], keepdim=True),
    "cumsum(int)": lambda x, n: x[0].cumsum(int(n[0])),
    "outer(Tensor)": lambda x, n: x[0].outer(x[1]),
    "cdist(Tensor,double)": lambda x, n: cdist(x[0], x[1], NORMS[int(n[0])]),
    "einsum(String,Tensor[])": lambda x, n: torch.einsum(EQUATIONS[int(n[0])], *x),
    "log1p()": lambda x, n: x[0].log1p(),
    "sin()": lambda x, n: x[0].sin(),
    "cos()": lambda x, n: x[0].cos(),
    "softplus()": lambda x, n: F.softplus(x[0]),
    "min(int[])": lambda x, n: x[0].amin(over(n, x[0])),
    "min(int[],boolean)": lambda x, n: x[0].amin(over(n, x[0]), keepdim=True),
    "argmin(int)": lambda x, n: x[0].argmin(int(n[0])),
    "plus(Tensor)": lambda x, n: x[0] + x[1],
    "minus(Tensor)": lambda x, n: x[0] - x[1],
    "times(Tensor)": lambda x, n: x[0] * x[1],
    "div(Tensor)": lambda x, n: x[0] / x[1],
    "plus(double)": lambda x, n: x[0] + n[0],
    "minus(double)": lambda x, n: x[0] - n[0],
    "times(double)": lambda x, n: x[0] * n[0],
    "div(double)": lambda x, n: x[0] / n[0],
    "neg()": lambda x, n: -x[0],
    "pow(double)": lambda x, n: x[0] ** round(n[0]),
    "square()": lambda x, n: x[0].square(),
    "clamp(double,double)": lambda x, n: x[0].clamp(n[0], n[1]),
    "exp()": lambda x, n: x[0].exp(),
    "log()": lambda x, n: x[0].log(),
    "sqrt()": lambda x, n: x[0].sqrt(),
    "abs()": lambda x, n: x[0].abs(),
    "relu()": lambda x, n: x[0].relu(),
    "leakyRelu(double)": lambda x, n: F.leaky_relu(x[0], n[0]),
    "generalRelu(double,double)": lambda x, n: general_relu(x[0], n[0], 0.5),
    "generalRelu(double,double,double)": lambda x, n: general_relu(x[0], n[0], 0.25, 1.5),
    "gelu()": lambda x, n: F.gelu(x[0]),
    "geluTanh()": lambda x, n: F.gelu(x[0], approximate="tanh"),
    "scaledDotProductAttention(Tensor,Tensor)": lambda x, n: attention(*x),
    "scaledDotProductAttention(Tensor,Tensor,Tensor,double,boolean)": lambda x, n: attention(*x, causal=n[0] > 0),
    "elu(double)": lambda x, n: F.elu(x[0], n[0]),
    "prelu(Tensor)": lambda x, n: torch.where(x[0] > 0, x[0], per_channel(x[1], x[0]) * x[0]),
    "dropoutChannels(double)": lambda x, n: x[0],
    "rmsNorm(long[],Tensor,double)": lambda x, n: rms_norm(x[0], x[1]),
    "silu()": lambda x, n: F.silu(x[0]),
    "sigmoid()": lambda x, n: x[0].sigmoid(),
    "tanh()": lambda x, n: x[0].tanh(),
    "dropout(double)": lambda x, n: F.dropout(x[0], 0),
    "to(DataType)": lambda x, n: x[0],
    "softmax(int)": lambda x, n: x[0].softmax(int(n[0])),
    "logSoftmax(int)": lambda x, n: x[0].log_softmax(int(n[0])),
    "sum(int[])": lambda x, n: x[0].sum(over(n, x[0])),
    "sum(int[],boolean)": lambda x, n: x[0].sum(over(n, x[0]), keepdim=True),
    "mean(int[])": lambda x, n: x[0].mean(over(n, x[0])),
    "mean(int[],boolean)": lambda x, n: x[0].mean(over(n, x[0]), keepdim=True),
    "max(int[])": lambda x, n: x[0].amax(over(n, x[0])),
    "max(int[],boolean)": lambda x, n: x[0].amax(over(n, x[0]), keepdim=True),
    "var(int[])": lambda x, n: x[0].var(over(n, x[0])),
    "std(int[])": lambda x, n: x[0].std(over(n, x[0])),
    "argmax(int)": lambda x, n: x[0].argmax(int(n[0])),
    "reshape(long[])": lambda x, n: x[0].reshape(dims(n)),
    "flatten(int)": lambda x, n: x[0].flatten(int(n[0])),
    "permute(int[])": lambda x, n: x[0].permute(dims(n)),
    "transpose(int,int)": lambda x, n: x[0].transpose(int(n[0]), int(n[1])),
    "unsqueeze(int)": lambda x, n: x[0].unsqueeze(int(n[0])),
    "squeeze(int)": lambda x, n: x[0].squeeze(int(n[0])),
    "slice(int,long,long)": lambda x, n: x[0].narrow(int(n[0]), int(n[1]), int(n[2] - n[1])),
    "select(int,long)": lambda x, n: x[0].select(int(n[0]), int(n[1])),
    "concat(int,Tensor[])": lambda x, n: torch.cat(x, int(n[0])),
    "matmul(Tensor)": lambda x, n: x[0] @ x[1],
    "linear(Tensor,Tensor)": lambda x, n: F.linear(x[0], x[1], third(x)),
    "embedding(Tensor)": lambda x, n: F.embedding(x[1].long(), x[0]),
    "embedding(Tensor,long)": lambda x, n: F.embedding(x[1].long(), x[0], 1),
    "crossEntropy(Tensor)": lambda x, n: F.cross_entropy(x[0], x[1].long()),
    "mse(Tensor)": lambda x, n: F.mse_loss(x[0], x[1]),
    "conv2d(Tensor,Tensor,int,int)": lambda x, n: F.conv2d(x[0], x[1], third(x), int(n[0]), int(n[1])),
    "conv2dRelu(Tensor,Tensor,int,int)": lambda x, n: F.conv2d(x[0], x[1], third(x), int(n[0]), int(n[1])).relu(),
    "conv2d(Tensor,Tensor,int[],int[],int[],int)": lambda x, n: convolved(F.conv2d, x, n),
    "conv2dRelu(Tensor,Tensor,int[],int[],int[],int)": lambda x, n: convolved(F.conv2d, x, n).relu(),
    "conv1d(Tensor,Tensor,int,int,int,int)": lambda x, n: convolved(F.conv1d, x, n),
    "conv1dRelu(Tensor,Tensor,int,int,int,int)": lambda x, n: convolved(F.conv1d, x, n).relu(),
    "convTranspose2d(Tensor,Tensor,int,int,int)": lambda x, n: F.conv_transpose2d(
        x[0], x[1], third(x), int(n[0]), int(n[1]), int(n[2])
    ),
    "maxPool2d(int,int,int)": lambda x, n: F.max_pool2d(x[0], *dims(n)),
    "maxPool2d(int[],int[],int[])": lambda x, n: F.max_pool2d(x[0], dims(n[:2]), dims(n[2:4]), dims(n[4:])),
    "maxPool1d(int,int,int)": lambda x, n: F.max_pool1d(x[0], *dims(n)),
    "maxPool2d(int[],int[],int[],boolean)": lambda x, n: F.max_pool2d(
        x[0], dims(n[:2]), dims(n[2:4]), dims(n[4:]), ceil_mode=True
    ),
    "maxPool1d(int,int,int,boolean)": lambda x, n: F.max_pool1d(x[0], *dims(n), ceil_mode=True),
    "avgPool1d(int,int,int)": lambda x, n: F.avg_pool1d(x[0], *dims(n)),
    "avgPool1d(int,int,int,boolean)": lambda x, n: F.avg_pool1d(x[0], *dims(n), ceil_mode=True),
    "adaptiveAvgPool1d(int)": lambda x, n: F.adaptive_avg_pool1d(x[0], int(n[0])),
    "avgPool2d(int,int,int)": lambda x, n: F.avg_pool2d(x[0], *dims(n)),
    "avgPool2d(int,int,int,boolean)": lambda x, n: F.avg_pool2d(x[0], *dims(n), ceil_mode=True),
    "adaptiveAvgPool2d(int,int)": lambda x, n: F.adaptive_avg_pool2d(x[0], dims(n)),
    "upsampleNearest(int)": lambda x, n: F.interpolate(x[0], scale_factor=int(n[0])),
    "upsampleBilinear(int)": lambda x, n: F.interpolate(
        x[0], scale_factor=int(n[0]), mode="bilinear", align_corners=False
    ),
    "standardize(double,int,int[])": lambda x, n: standardize(x[0], n),
    "batchNorm(Tensor,Tensor,double)": lambda x, n: F.batch_norm(x[0], None, None, x[1], x[2], True, 0, 1e-3),
    "batchNorm(Tensor,Tensor,Tensor,Tensor,double)": lambda x, n: affine(
        (x[0] - 0.5) / (0.5 + 1e-3) ** 0.5, x[1], x[2], True
    ),
    "layerNorm(long[],Tensor,Tensor,double)": lambda x, n: F.layer_norm(x[0], x[1].shape, x[1], x[2], 1e-3),
    "groupNorm(int,Tensor,Tensor,double)": lambda x, n: group_norm(x[0], int(n[0]), x[1], x[2]),
    "instanceNorm(Tensor,Tensor,double)": lambda x, n: group_norm(x[0], x[0].shape[1], x[1], x[2]),
}


def run(program):
    inputs = [tensor(i["values"], i["shape"]) for i in program["inputs"]]
    for spec, x in zip(program["inputs"], inputs):
        x.requires_grad_(spec["grad"])
    results = []
    for step in program["steps"]:
        operands = [inputs[o] if o >= 0 else results[-o - 1] for o in step["operands"]]
        results.append(FUNCTIONS[step["function"]](operands, step["numbers"]))
    last = results[-1]
    if last.requires_grad:
        last.backward(tensor(program["seed"], last.shape))
    return {
        "shape": list(last.shape),
        "values": texts(last),
        "gradients": [None if x.grad is None else texts(x.grad) for x in inputs],
    }


def texts(x):
    return [repr(v) for v in x.detach().double().flatten().tolist()]


torch.set_num_threads(1)
answers = []
for program in json.load(sys.stdin):
    if all(step["function"] in FUNCTIONS for step in program["steps"]):
        answers.append(run(program))
    else:
        answers.append(None)
json.dump(answers, sys.stdout)
