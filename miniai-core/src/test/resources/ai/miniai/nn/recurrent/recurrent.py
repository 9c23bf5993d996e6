"""Writes pytorch.txt and lstm.safetensors for RecurrentReferenceTest: python3 recurrent.py > pytorch.txt"""
import itertools
import json

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

BATCH, TIME, IN, HIDDEN = 3, 4, 2, 3
LENGTHS = torch.tensor([2, 4, 1])
torch.set_default_dtype(torch.float64)


def wave(i, *shape):
    """Numbers that are easy to make anywhere: cos(0.7 k + i), k = 0, 1, ..."""
    count = torch.Size(shape).numel()
    return torch.cos(0.7 * torch.arange(count) + i).reshape(shape)


def digest(x):
    return '%.12g' % float((x * wave(0.3, *x.shape)).sum())


def case(cell, layers, both, timed, states, bias):
    options = dict(num_layers=layers, bias=bias, batch_first=True, bidirectional=both)
    if cell.startswith('RNN'):
        model = torch.nn.RNN(IN, HIDDEN, nonlinearity=cell[4:].lower(), **options)
    else:
        model = getattr(torch.nn, cell)(IN, HIDDEN, **options)
    for i, parameter in enumerate(model.parameters()):
        parameter.data = wave(i, *parameter.shape)
    x = wave(0.5, BATCH, TIME, IN).requires_grad_()
    kinds = 2 if cell == 'LSTM' else 1
    start = [wave(k + 0.1, layers * (2 if both else 1), BATCH, HIDDEN) / 2 for k in range(kinds)]
    start = [s.requires_grad_() for s in start] if states else []
    given = (tuple(start) if kinds == 2 else start[0]) if states else None
    if timed:
        packed, end = model(pack_padded_sequence(x, LENGTHS, True, enforce_sorted=False), given)
        output = pad_packed_sequence(packed, True, total_length=TIME)[0]
    else:
        output, end = model(x, given)
    results = [output, *(end if kinds == 2 else [end])]
    sum((r * wave(i + 0.2, *r.shape)).sum() for i, r in enumerate(results)).backward()
    named = [digest(r) for r in results + [x.grad] + [s.grad for s in start]]
    named += [name + ' ' + digest(p.grad) for name, p in model.named_parameters()]
    yes = [w for w, on in [('bidirectional', both), ('lengths', timed), ('states', states), ('bias', bias)] if on]
    print(' '.join([cell, str(layers)] + yes), '|', ' | '.join(named))


def beginnings():
    for name in ['RNN', 'LSTM', 'GRU']:
        torch.manual_seed(42)
        model = getattr(torch.nn, name)(3, 4, num_layers=2, bidirectional=True, dtype=torch.float32)
        for path, value in model.named_parameters():
            print('seed 42', name, path, '|', ' '.join('%.9g' % v for v in [value.flatten()[0], value.flatten()[-1]]))


def training():
    """20 steps of SGD in float64: the last state of two layers, through a linear layer, to the mean of a sequence."""
    for cell in ['RNN_TANH', 'RNN_RELU', 'LSTM', 'GRU']:
        name = cell[:3] if cell.startswith('RNN') else cell
        more = dict(nonlinearity=cell[4:].lower()) if name == 'RNN' else {}
        model = getattr(torch.nn, name)(IN, HIDDEN, num_layers=2, batch_first=True, **more)
        head = torch.nn.Linear(HIDDEN, 1)
        parameters = [*model.parameters(), *head.parameters()]
        for i, parameter in enumerate(parameters):
            parameter.data = wave(i, *parameter.shape) / 2
        x = wave(0.5, BATCH, TIME, IN)
        y = x.mean(dim=(1, 2)).unsqueeze(1)
        optimizer = torch.optim.SGD(parameters, lr=0.1)
        losses = []
        for _ in range(20):
            loss = torch.nn.functional.mse_loss(head(model(x)[0][:, -1]), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append('%.12g' % float(loss))
        print('losses', cell, '|', ' '.join(losses))


def save():
    """A state dict as PyTorch makes it, in the format of the safetensors library."""
    torch.manual_seed(7)
    model = torch.nn.LSTM(IN, HIDDEN, num_layers=2, bidirectional=True, batch_first=True, dtype=torch.float32)
    header, data = {}, b''
    for name, value in model.state_dict().items():
        piece = value.numpy().tobytes()
        header[name] = dict(dtype='F32', shape=list(value.shape), data_offsets=[len(data), len(data) + len(piece)])
        data += piece
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open('lstm.safetensors', 'wb') as file:
        file.write(len(text).to_bytes(8, 'little') + text + data)
    x = wave(0.5, BATCH, TIME, IN).float()
    output, (h, c) = model(x)
    print('saved LSTM |', ' | '.join(digest(r.double()) for r in [output, h, c]))


print('# Results of PyTorch 1.13 for RecurrentReferenceTest, made by recurrent.py')
for setup in itertools.product(['RNN_TANH', 'RNN_RELU', 'LSTM', 'GRU'], [1, 2], *[[False, True]] * 4):
    case(*setup)
beginnings()
training()
save()
