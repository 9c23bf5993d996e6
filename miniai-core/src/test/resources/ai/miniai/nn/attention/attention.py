"""Writes pytorch.txt, the reference numbers of AttentionReferenceTest: python3 attention.py > pytorch.txt"""
import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def cycle(factor, modulus, shift, *shape):
    count = math.prod(shape)
    return torch.tensor([(i * factor % modulus - shift) / 10 for i in range(count)]).reshape(shape)


def numbers(tensor):
    return " ".join("%.9g" % v for v in tensor.flatten().tolist())


def show(name, *tensors):
    print(" | ".join([name] + [numbers(t) for t in tensors]))


def filled(module):
    for weight in module.parameters():
        weight.data = cycle(5, 11, 4, *weight.shape)
    return module


def query(length=5):
    return cycle(7, 23, 11, 2, length, 4).requires_grad_()


def gradients(output, *leaves):
    output.backward(cycle(5, 17, 8, *output.shape))
    return [leaf.grad for leaf in leaves]


def attention(name, heads=2, length=5, bias=True, key=None, **masks):
    mha = filled(nn.MultiheadAttention(4, heads, bias=bias, batch_first=True))
    x = query(length)
    key = x if key is None else key.requires_grad_()
    value = x if key is x else (key.detach() * 2 - 0.1).requires_grad_()
    y, weights = mha(x, key, value, **masks)
    leaves = [x] if key is x else [x, key, value]
    show(name, y, weights, *gradients(y, *leaves, *mha.parameters()))


def layers(name, module, x=None, **masks):
    filled(module)
    x = query() if x is None else x
    y = module(x, **masks)
    show(name, y, *gradients(y, x, *module.parameters()))


def layer(**settings):
    return nn.TransformerEncoderLayer(4, 2, 6, 0.0, batch_first=True, **settings)


def initial(name, module):
    show(name, *[weight.flatten()[:6] for weight in module.parameters()])


def losses():
    torch.manual_seed(3)
    model = nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True)
    x, goal = cycle(7, 23, 11, 4, 6, 8).float(), cycle(5, 17, 8, 4, 6, 8).float()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(20):
        loss = (model(x) - goal).square().mean()
        yield loss.detach()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


PADDING = torch.tensor([[False, False, True, False, True], [False, False, False, False, True]])
IGNORED = torch.tensor([(i * 3) % 7 == 0 for i in range(1, 26)]).reshape(5, 5)
FUTURE = torch.ones(5, 5).triu(1) > 0

print("# Results of PyTorch 1.13 in float64 for AttentionReferenceTest: name | output | weights, of"
      " attention | gradients of the inputs | gradients of the parameters")
attention("attention")
attention("attention, one head", heads=1)
attention("attention, heads of width 1", heads=4)
attention("attention, one place", length=1)
attention("attention, no bias", bias=False)
attention("attention, other key and value", length=3, key=cycle(3, 13, 6, 2, 5, 4))
attention("attention, padding", key_padding_mask=PADDING)
attention("attention, padding of all", length=2, key_padding_mask=torch.tensor([[True, True], [False, True]]))
attention("attention, ignored", attn_mask=IGNORED)
attention("attention, added", attn_mask=cycle(3, 19, 9, 5, 5))
attention("attention, causal", attn_mask=FUTURE)
attention("attention, causal and padding", attn_mask=FUTURE, key_padding_mask=PADDING)
layers("layer", layer())
layers("layer, gelu", layer(activation="gelu"))
layers("layer, norm first", layer(norm_first=True))
layers("layer, padding", layer(), src_key_padding_mask=PADDING)
layers("layer, causal", layer(), src_mask=FUTURE)
layers("encoder", nn.TransformerEncoder(layer(norm_first=True), 2, nn.LayerNorm(4)), src_key_padding_mask=PADDING)
torch.set_default_dtype(torch.float32)
torch.manual_seed(1)
initial("initial attention", nn.MultiheadAttention(8, 2))
torch.manual_seed(1)
initial("initial layer", nn.TransformerEncoderLayer(8, 2, 16))
show("losses", torch.stack(list(losses())))
