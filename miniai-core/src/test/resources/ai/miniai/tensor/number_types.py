"""Writes number_types.txt: what PyTorch (1.13) makes of each function and each type of numbers.

A line is: function, type of a, type of b or "-", type of the result or "error", values. An a or b
that is marked 0 has no dimensions. float16, for which PyTorch lacks many functions on the CPU, is
computed in float32 and rounded; so is bfloat16 where PyTorch has no function.
"""
import torch
import torch.nn.functional as F

TYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"]
A = [0, 1, 5, 100]
B = [2, 3, 120, 7]

UNARY = {
    "plus(0.5)": lambda x: x + 0.5,
    "plus(100)": lambda x: x + 100,
    "minus(0.5)": lambda x: x - 0.5,
    "minus(1)": lambda x: x - 1,
    "times(0.5)": lambda x: x * 0.5,
    "times(3)": lambda x: x * 3,
    "div(2)": lambda x: x / 2,
    "neg": lambda x: -x,
    "pow(2.0)": lambda x: torch.pow(x, 2.0),
    "pow(0.5)": lambda x: x**0.5,
    "pow(3)": lambda x: x**3,
    "pow(-1)": lambda x: x**-1,
    "pow(0)": lambda x: x**0,
    "square": torch.square,
    "clamp(0.5, 2.5)": lambda x: torch.clamp(x, 0.5, 2.5),
    "clamp(1, 5)": lambda x: torch.clamp(x, 1, 5),
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "relu": torch.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.1),
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: x.softmax(0),
    "logSoftmax": lambda x: x.log_softmax(0),
    "dropout": lambda x: F.dropout(x, 0.5) * 0,
    "sum": torch.sum,
    "sum(0)": lambda x: x.reshape(2, 2).sum(0),
    "mean": torch.mean,
    "mean(1)": lambda x: x.reshape(2, 2).mean(1),
    "max": torch.amax,
    "max(0)": lambda x: x.reshape(2, 2).amax(0),
    "var": torch.var,
    "std": torch.std,
    "argmax": lambda x: x.argmax(0),
    "reshape": lambda x: x.reshape(2, 2),
    "transpose": lambda x: x.reshape(2, 2).T,
    "slice": lambda x: x[1:3],
    "select": lambda x: x[-1],
    "layerNorm": lambda x: F.layer_norm(x, (4,)),
    "batchNorm": lambda x: F.batch_norm(x.reshape(4, 1), None, None, training=True),
    "maxPool2d": lambda x: F.max_pool2d(x.reshape(1, 1, 2, 2), 2),
    "upsampleBilinear": lambda x: F.interpolate(x.reshape(1, 1, 2, 2), scale_factor=2, mode="bilinear"),
    "adaptiveAvgPool2d": lambda x: F.adaptive_avg_pool2d(x.reshape(1, 1, 2, 2), 1),
    "embedding": lambda x: F.embedding(torch.tensor([1, 0]), x.reshape(2, 2)),
}
BINARY = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "concat": lambda a, b: torch.cat([a, b]),
    "matmul": lambda a, b: a.reshape(2, 2) @ b.reshape(2, 2),
    "linear": lambda a, b: F.linear(a.reshape(2, 2), b.reshape(2, 2)),
    "mse": lambda a, b: F.mse_loss(a, b),
}


def compute(function, operands):
    """The result, or None for an error."""
    try:
        return function(*operands)
    except Exception as e:
        kind = operands[0].dtype
        lacks = kind in (torch.float16, torch.bfloat16) and "not implemented for" in str(e)
        if not lacks or any(x.dtype != kind for x in operands):
            return None
        return function(*[x.float() for x in operands]).to(kind)


def line(name, a, b, result, out):
    if result is None:
        out.write(f"{name};{a};{b};error;\n")
    else:
        values = " ".join(repr(v) for v in result.double().flatten().tolist())
        out.write(f"{name};{a};{b};{str(result.dtype)[6:]};{values}\n")


with open("number_types.txt", "w") as out:
    for name, function in UNARY.items():
        for t in TYPES:
            x = torch.tensor(A).to(getattr(torch, t))
            line(name, t, "-", compute(function, [x]), out)
    for name, function in BINARY.items():
        for s in TYPES:
            for t in TYPES:
                for marks in (["  ", "0 ", " 0", "00"] if name in ("plus", "minus", "times", "div") else ["  "]):
                    a = torch.tensor(A).to(getattr(torch, s))
                    b = torch.tensor(B).to(getattr(torch, t))
                    a = a[3] if marks[0] == "0" else a
                    b = b[2] if marks[1] == "0" else b
                    if name == "mse" and s != t and ("float16" in s + t):
                        continue  # PyTorch lacks it for some of these only
                    result = compute(function, [a, b])
                    line(name, s + marks[0].strip(), t + marks[1].strip(), result, out)
