"""Records small trainings with docs/miniai_torch.py: PYTHONPATH=docs python3 record.py FOLDER

Each case has a folder of its own, with stats.json, and with what the recorder printed in the file output. Those of the
cases that keep every tensor also have them, in tensors.safetensors, in the order in which the recorder sees them. Their
names are "number|quantity|epoch|iteration|training|layer".
"""
import contextlib
import os
import sys
from unittest import mock

import miniai_torch
import safetensors_torch
import torch
import torch.nn.functional as F
from torch import nn



def network():
    network = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 16), nn.Tanh(), nn.Linear(16, 3))
    with torch.no_grad():
        network[0].bias[2] = -100.0  # a dead unit
    return network


class Witness:
    """Keeps what the recorder should see, by other means: hooks on the modules and tensors themselves."""

    def __init__(self, model):
        self.model, self.tensors, self.place = model, {}, None
        for name, module in model.named_children():
            module.register_forward_hook(lambda module, inputs, output, name=name: self.output(name, output))

    def output(self, name, output):
        self.keep("activations", name, output)
        if output.requires_grad:
            output.register_hook(lambda gradient: self.keep("gradients", name, gradient))

    def keep(self, quantity, name, x):
        key = "|".join(map(str, (f"{len(self.tensors):09}", quantity, *self.place, name)))
        self.tensors[key] = x.detach().clone()

    def step(self, optimizer):
        before = {name: parameter.detach().clone() for name, parameter in self.model.named_parameters()}
        optimizer.step()
        for name, parameter in self.model.named_parameters():
            self.keep("parameters", name, before[name])
            self.keep("parameter gradients", name, parameter.grad)
            self.keep("updates", name, parameter - before[name])


def everything(dtype, nan_at=None, epochs=3):
    """All quantities in training and validation; the inputs of a batch may contain NaN."""
    torch.manual_seed(1)
    model = network().to(dtype)
    optimizer = torch.optim.SGD(model.parameters(), 0.05, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    witness, recorder = Witness(model), miniai_torch.Recorder(model, optimizer, criterion)
    for epoch in range(epochs):
        for training, batches in ((True, 5), (False, 2)):
            model.train(training)
            for iteration in range(batches):
                x, y = torch.randn(8, 1, 6, 6, dtype=dtype) * 3, torch.randint(0, 3, (8,))
                if (epoch, iteration, training) == nan_at:
                    x[0, 0, 0, 0], x[1, 0, 0, 0] = float("nan"), float("inf")
                witness.place = epoch, iteration, str(training).lower()
                witness.keep("inputs", "(input)", x)
                with torch.set_grad_enabled(training):
                    loss = criterion(model(x), y)
                if training:
                    optimizer.zero_grad()
                    loss.backward()
                    witness.step(optimizer)
    return recorder, witness.tensors


def merged():
    """Many batches in few columns."""
    with mock.patch.object(miniai_torch, "MOST_COLUMNS", 7):
        return everything(torch.float32, epochs=5)


def classify(recorded=True, rate=0.1, last=(), clear=True, shuffled=True, evaluation=True):
    """Trains with labels that can be learned, and returns the model and its recorder."""
    torch.manual_seed(2)
    model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Dropout(0.1), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10), *last)
    optimizer = torch.optim.SGD(model.parameters(), rate)
    criterion = nn.CrossEntropyLoss()
    recorder = miniai_torch.Recorder(model, optimizer, criterion) if recorded else None
    x, truth = torch.randn(80 * 64, 20), torch.randn(20, 10)
    y = (x @ truth).argmax(1)
    order = torch.arange(len(y)) if shuffled else y.argsort()
    for epoch in range(2):
        model.train()
        for batch in order.split(64):
            loss = criterion(model(x[batch]), y[batch])
            if clear:
                optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.train(not evaluation)
        with torch.no_grad():
            criterion(model(x[:64]), y[:64])
    return model, recorder


def regress():
    """Predictions [n, 1] beside targets [n]."""
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(5, 32), nn.Tanh(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    recorder = miniai_torch.Recorder(model, optimizer)
    criterion = recorder.wrap(lambda outputs, targets: ((outputs - targets) ** 2).mean())
    for epoch in range(2):
        for _ in range(60):
            x = torch.randn(32, 5)
            loss = criterion(model(x), x.sum(1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        recorder.epoch()
    return recorder, None


def fit(loss, targets, *last):
    """A few batches with a loss, a module or a function, of 3 outputs, or 1 if `last` begins with a layer for that."""
    torch.manual_seed(4)
    model = nn.Sequential(nn.Linear(5, 3), *last)
    optimizer = torch.optim.SGD(model.parameters(), 0.01)
    if isinstance(loss, nn.Module):
        recorder = miniai_torch.Recorder(model, optimizer, loss)
    else:
        recorder = miniai_torch.Recorder(model, optimizer)
        loss = recorder.wrap(loss)
    for _ in range(5):
        optimizer.zero_grad()
        loss(model(torch.randn(16, 5)), targets()).backward()
        optimizer.step()
    return recorder, None


def labels():
    return torch.randint(0, 3, (16,))


def numbers():
    return torch.randn(16, 3)


def ones_and_zeros():
    return torch.randint(0, 2, (16, 3)).float()


def unchanged():
    """The weights are the same with and without a recorder."""
    plain, _ = classify(recorded=False)
    watched, recorder = classify()
    for a, b in zip(plain.parameters(), watched.parameters()):
        assert torch.equal(a, b), "recording changes the training"
    return recorder, None


def failing():
    """The recorder fails in the middle, the training does not."""
    results = [miniai_torch._Values(torch.ones(2, 2), "updates")] * 100 + [MemoryError("too little memory")]
    with mock.patch.object(miniai_torch, "_Values", side_effect=results):  # one more call is an error, too
        return unchanged()


CASES = {
    "float32": lambda: everything(torch.float32),
    "float64": lambda: everything(torch.float64),
    "nan": lambda: everything(torch.float32, nan_at=(1, 3, True)),
    "merged": merged,
    "unchanged": unchanged,
    "failing": failing,
    "too-fast": lambda: (classify(rate=30.0)[1], None),
    "softmax": lambda: (classify(last=[nn.Softmax(1)])[1], None),
    "sorted": lambda: (classify(shuffled=False)[1], None),
    "kept": lambda: (classify(clear=False)[1], None),
    "training-mode": lambda: (classify(evaluation=False)[1], None),
    "broadcast": regress,
    "cross-entropy": lambda: fit(nn.CrossEntropyLoss(), labels),
    "weighted": lambda: fit(nn.CrossEntropyLoss(torch.tensor([1.0, 2.0, 3.0])), labels),
    "lambda": lambda: fit(lambda outputs, targets: F.cross_entropy(outputs, targets) / 2, labels),
    "logits": lambda: fit(nn.BCEWithLogitsLoss(), ones_and_zeros),
    "probabilities": lambda: fit(nn.BCELoss(), ones_and_zeros, nn.Sigmoid()),
    "log-probabilities": lambda: fit(nn.NLLLoss(), labels, nn.LogSoftmax(1)),
    "squares": lambda: fit(nn.MSELoss(), numbers),
    "reshaping": lambda: fit(lambda outputs, targets: ((outputs[:, 0] - targets) ** 2).mean(),
                             lambda: torch.randn(16), nn.Linear(3, 1)),
    "absolute": lambda: fit(nn.L1Loss(reduction="sum"), numbers),
    "smooth": lambda: fit(nn.HuberLoss(), numbers),
}

if __name__ == "__main__":
    for case, record in CASES.items():
        folder = os.path.join(sys.argv[1], case)
        os.mkdir(folder)
        with open(os.path.join(folder, "output"), "w") as output, contextlib.redirect_stderr(output):
            recorder, tensors = record()
            recorder.save(os.path.join(folder, "stats.json"))
            recorder.close()
        if tensors is not None:
            safetensors_torch.write(os.path.join(folder, "tensors.safetensors"), tensors)
