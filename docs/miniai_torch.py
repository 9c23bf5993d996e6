"""Records a PyTorch training for miniai: `./miniai diagnose stats.json` says what is wrong with it.

    recorder = Recorder(model, optimizer, criterion)     # before the loop, which stays as it is
    ...
    recorder.save("stats.json")                          # after it, or after each epoch

It records what every module without children puts out and gets back as a gradient, the parameters, their gradients and
their change by each step, and the losses: as numbers (docs/stats-json.md), no tensors are kept. All of the first 100
training batches are recorded, then every tenth. It needs PyTorch 1.13 or later, and nothing else. docs/pytorch.md tells
more.

The weights end the same, bit for bit. If the recorder fails, it says so in one line and the training goes on.

- A training batch is what happens up to `optimizer.step()`. A validation batch is a forward pass of a model in evaluation
  mode, or one whose loss needs no gradient.
- An epoch ends with a validation pass. If there is none, call `recorder.epoch()` after each epoch.
- A loss that is a plain function: `criterion = recorder.wrap(F.cross_entropy)`. Any other loss: leave `criterion` out and
  call `recorder.loss(loss, outputs, targets)` once per forward pass, before the step.
"""
import copy
import functools
import json
import math
import os
import sys
import time
import types
import warnings
from array import array

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook

FIRST, THEN_EVERY = 100, 10  # which training batches are recorded
MOST_COLUMNS = 2048
BINS, LOWEST_OCTAVE = 50, -40
LINEAR = [10 * i / BINS for i in range(BINS + 1)]
OCTAVES = [2.0 ** (LOWEST_OCTAVE + i) for i in range(BINS + 1)]
QUANTITIES = ("inputs", "targets", "parameters", "activations", "gradients", "parameter gradients", "updates")
LINEAR_SCALE = IN_VALIDATION = ("inputs", "targets", "activations")
WITH_UNITS = ("activations", "gradients")
FORMS = {"softmax_cross_entropy": ("CrossEntropyLoss", F.cross_entropy),
         "sigmoid_cross_entropy": ("BCEWithLogitsLoss", F.binary_cross_entropy_with_logits),
         "binary_cross_entropy": ("BCELoss", F.binary_cross_entropy),
         "negative_log_likelihood": ("NLLLoss", F.nll_loss),
         "squared_error": ("MSELoss", F.mse_loss),
         "absolute_error": ("L1Loss", F.l1_loss),
         "huber": ("SmoothL1Loss", F.smooth_l1_loss)}
DISTANCES = ("squared_error", "absolute_error", "huber")
WITH_MODES = nn.modules.batchnorm._BatchNorm, nn.modules.dropout._DropoutNd
MOST_CLASSES = 1000  # that are counted
TRIALS = 10  # batches in which candidates for the best guess compete
KEPT = 4096  # targets for the median
ENOUGH = 1_000_000  # outputs of a batch that are looked at for the setup


def _linear_counts(x, finite):
    """How many magnitudes lie below the bins, in each of them, above them, and how many are not finite."""
    size = x.abs() if finite else x.abs().nan_to_num_(math.inf, math.inf)
    place = (size / LINEAR[-1]).mul_(BINS).clamp_(max=BINS + 1)
    counts = torch.bincount(place.flatten().int(), minlength=BINS + 2).tolist()
    on_edge = (size == LINEAR[-1]).sum().item() if counts[BINS] else 0
    non_finite = 0 if finite else (size == math.inf).sum().item()
    counts[BINS - 1] += on_edge
    return [0, *counts[:BINS], counts[BINS] - on_edge + counts[BINS + 1] - non_finite, non_finite]


def _octave_counts(x):
    """The same for octaves, which are the exponents in the bits of the numbers."""
    integers, mantissa, bias = (torch.int64, 52, 1023) if x.dtype == torch.float64 else (torch.int32, 23, 127)
    counts = torch.bincount((x.abs().view(integers) >> mantissa).flatten(), minlength=2 * bias + 2).tolist()
    first, last = bias + LOWEST_OCTAVE, bias + LOWEST_OCTAVE + BINS
    return [sum(counts[:first]), *counts[first:last], sum(counts[last:-1]), counts[-1]]


def _constant_units(x):
    """The channels of images, or features of everything else, that have one value only, and how many there are."""
    unit = 1 if x.dim() == 4 else x.dim() - 1
    if x.dim() < 2 or x.numel() == x.shape[unit]:
        return 0, []
    others = [d for d in range(x.dim()) if d != unit]
    constant = x.amax(others) - x.amin(others) == 0  # false for NaN and infinities
    return len(constant), constant.nonzero().flatten().tolist()


class _Values:
    """The distribution of the values of a tensor, or of several."""

    def __init__(self, x, quantity):
        x = x.detach()
        x = x.to_dense() if x.is_sparse else x
        x = x if x.dtype in (torch.float32, torch.float64) else x.float()
        self.size, self.mean = x.numel(), x.mean().item()
        self.std = x.std().item() if self.size > 1 else math.nan
        linear = quantity in LINEAR_SCALE
        self.counts = array("q", _linear_counts(x, math.isfinite(self.mean)) if linear else _octave_counts(x))
        self.zeros = self.size - torch.count_nonzero(x).item()
        self.units, self.dead = _constant_units(x) if quantity in WITH_UNITS else (0, [])

    def add(self, other):
        """Pools both (Chan, Golub, LeVeque, 1979). A unit is dead if it is in both."""
        size, apart = self.size + other.size, other.mean - self.mean
        squares = self._squares() + other._squares() + apart * apart * self.size * other.size / size
        self.mean += apart * other.size / size
        self.size, self.std = size, math.sqrt(squares / (size - 1)) if squares >= 0 else math.nan
        self.counts = array("q", map(int.__add__, self.counts, other.counts))
        self.zeros += other.zeros
        if self.units and other.units:
            self.dead = sorted(set(self.dead) & set(other.dead))
        else:
            self.dead = self.dead or other.dead
        self.units = max(self.units, other.units)

    def _squares(self):
        return self.std * self.std * (self.size - 1) if self.size > 1 else 0.0


class _Nothing:
    """What a layer that did not run has in a column."""
    size, mean, std, counts, zeros, units, dead = 0, math.nan, math.nan, [0] * (BINS + 3), 0, 0, []


class _Recording:
    """One quantity of all layers. If there are too many columns, each comes to stand for twice as many batches."""

    def __init__(self, quantity):
        self.quantity, self.span, self.epochs = quantity, 1, 1
        self.columns = {}  # by block: the place of the first batch, the number of batches, the values by name
        self.non_finite = {}

    def _block(self, epoch, iteration, training):
        return epoch // self.epochs, not training, iteration // self.span

    def add(self, place, values):
        """Adds the values of a batch, as pairs of name and values. There may be none."""
        for order, (name, each) in enumerate(values):
            if each.counts[-1]:
                self.non_finite.setdefault(name, (place, order))
        while self._block(*place) not in self.columns and len(self.columns) >= MOST_COLUMNS:
            self._coarsen()
        self._pool(place, 1, values)

    def _pool(self, place, batches, values):
        column = self.columns.setdefault(self._block(*place), [place, 0, {}])
        column[1] += batches
        for name, more in values:
            present = column[2].setdefault(name, more)
            if present is not more:
                present.add(more)

    def _coarsen(self):
        if self.span < 1 << 30:
            self.span *= 2
        else:
            self.epochs *= 2
        old, self.columns = sorted(self.columns.items()), {}
        for _, (place, batches, values) in old:
            self._pool(place, batches, values.items())

    def json(self, names):
        """As docs/stats-json.md describes it, with the layers of these names."""
        columns = [column for _, column in sorted(self.columns.items())]
        return {"quantity": self.quantity,
                "columns": [dict(_place(place), batches=batches) for place, batches, _ in columns],
                "layers": [self._layer(name, [values.get(name, _Nothing) for *_, values in columns]) for name in names]}

    def _layer(self, name, cells):
        linear = self.quantity in LINEAR_SCALE
        layer = {"name": name, "scale": "linear" if linear else "octaves", "binEdges": LINEAR if linear else OCTAVES,
                 "size": [cell.size for cell in cells],
                 "mean": [_number(cell.mean) for cell in cells],
                 "std": [_number(cell.std) for cell in cells],
                 "nonFinite": [cell.counts[-1] for cell in cells],
                 "underflow": [cell.counts[0] for cell in cells],
                 "overflow": [cell.counts[-2] for cell in cells],
                 "counts": [list(cell.counts[1:-2]) for cell in cells],
                 "zeros": [cell.zeros for cell in cells]}
        if any(cell.units for cell in cells):
            layer.update(units=[cell.units for cell in cells], deadUnits=[cell.dead for cell in cells])
        if name in self.non_finite:
            place, order = self.non_finite[name]
            layer["firstNonFinite"] = dict(_place(place), order=order)
        return layer


def _mean(losses, which):
    """The mean over all items of losses or, if they are known, losses of guessing."""
    known = [(loss[which], loss[1]) for loss in losses if loss[which] is not None]
    return sum(value * items for value, items in known) / sum(items for _, items in known) if known else math.nan


def _place(place):
    return dict(zip(("epoch", "iteration", "training"), place))


def _number(value):
    return value if math.isfinite(value) else None


class _Batch:
    def __init__(self, training, recorded):
        self.mode = self.training = training
        self.recorded = recorded
        self.stepped = self.over = False
        self.values = {quantity: [] for quantity in QUANTITIES}
        self.losses = []  # the loss, the number of items, and the loss of guessing
        self.backward = self.cleared = False

    def add(self, quantity, name, x):
        if x is not None and x.is_floating_point() and x.numel():
            self.values[quantity].append((name, _Values(x, quantity)))


class _Outputs:
    """What is known of the outputs of the model."""

    def __init__(self):
        self.first, self.min, self.max, self.sum_to_one = None, math.inf, -math.inf, True

    def add(self, x):
        if self.first is None:
            self.first, self.shape = x.abs().mean().item(), list(x.shape[1:])
        self.min = min(self.min, x.nan_to_num(math.inf).min().item())
        self.max = max(self.max, x.nan_to_num(-math.inf).max().item())
        self.sum_to_one &= bool(((x.reshape(len(x), -1).sum(1) - 1).abs() < 1e-4).all() and (x >= 0).all())

    def json(self):
        return {"shape": self.shape, "min": _number(self.min), "max": _number(self.max), "sumToOne": self.sum_to_one,
                "first": _number(self.first)}


class _Targets:
    """What is known of the targets: labels of `classes` classes, or numbers if that is 0."""

    def __init__(self, classes):
        self.classes, self.values, self.min, self.max = classes, None, math.inf, -math.inf
        self.binary = self.one_hot = not classes
        self.items = self.pairs = self.repeats = self.total = self.sums = 0
        self.some = []  # rows for medians

    def add(self, x):
        rows, values = x.reshape(len(x), -1), _Values(x.double(), "targets")
        self.items += len(x)
        self.min, self.max = min(self.min, x.min().item()), max(self.max, x.max().item())
        if self.values is None:
            self.values, self.shape = values, list(x.shape[1:])
        else:
            self.values.add(values)
        if self.classes:
            known = x[(x >= 0) & (x < self.classes)]
            self.sums, self.total = self.sums + torch.bincount(known, minlength=self.classes), self.total + len(known)
        else:
            self.sums, self.total = self.sums + rows.double().sum(0), self.items
            self.binary &= bool(((x == 0) | (x == 1)).all())
            self.one_hot &= self.binary and rows.shape[1] > 1 and bool((rows.sum(1) == 1).all())
            if sum(map(torch.numel, self.some)) < KEPT:
                self.some.append(rows.double())
        if rows.shape[1] == 1 or self.one_hot:
            each = rows.argmax(1) if self.one_hot else rows[:, 0]
            self.pairs, self.repeats = self.pairs + len(x) - 1, self.repeats + (each[1:] == each[:-1]).sum().item()

    def constants(self):
        """Outputs that may be the best ones that ignore the input, whatever the loss function is."""
        share = ((self.sums + 1 / max(2, len(self.sums))) / (self.total + 1)).clamp(1e-12, 1 - 1e-12)
        constants = {"mean": self.sums / self.total, "log": share.log(), "logit": share.logit()}
        return dict(constants, median=torch.cat(self.some).median(0).values) if self.some else constants

    def json(self):
        counts = self.sums.long().tolist() if self.classes or self.binary else []
        kind = "classes" if self.classes else "one_hot" if self.one_hot else "binary" if self.binary else "numbers"
        if kind == "binary":
            counts = [self.items - counts[0], *counts] if len(counts) == 1 else []
        counts = counts if len(counts) <= MOST_CLASSES else []
        return {"kind": kind, "shape": self.shape, "items": self.items, "mean": _number(self.values.mean),
                "std": _number(self.values.std), "min": _number(self.min), "max": _number(self.max), "classCounts": counts,
                "repeats": self.repeats / self.pairs if counts and self.pairs else None}


class _Setup:
    """What the loss function, the outputs and the targets are, and what guessing costs: found out from some batches."""

    def __init__(self):
        self.batch_size, self.loss, self.outputs, self.targets = 0, None, _Outputs(), None
        self.trials, self.lost = 0, {}

    def observe(self, outputs, targets, function, name, training):
        """Looks at a batch, and returns its loss of guessing; None if that is not known."""
        outputs, targets = outputs.detach(), targets.detach()
        if not outputs.dim() or not targets.dim() or len(outputs) != len(targets) or not outputs.numel():
            return None
        some = max(1, ENOUGH * len(outputs) // outputs.numel())
        self.batch_size = self.batch_size or len(outputs)
        outputs, targets = outputs[:some], targets[:some]
        outputs = outputs if outputs.dtype == torch.float64 else outputs.float()
        targets = targets.to(outputs.dtype) if targets.is_floating_point() else targets
        if training:
            self.outputs.add(outputs)
        labels = not targets.is_floating_point() and outputs.dim() > 1 and outputs[:, 0].shape == targets.shape
        if not labels and outputs.numel() != targets.numel():
            return None
        guess = self._guess(outputs, targets, function) if function and self.targets else None
        if training:
            if function and not self.loss:
                self.loss = _loss_info(outputs, targets, function, name)
            self.targets = self.targets or _Targets(outputs.shape[1] if labels else 0)
            self.targets.add(targets.cpu())
        return guess

    def _guess(self, outputs, targets, function):
        """The loss of the best constant output. The candidates compete in the first batches."""
        shape = [1, -1] + [1] * (outputs.dim() - 2) if self.targets.classes else [1, *outputs.shape[1:]]
        losses = {}
        for kind, constant in self.targets.constants().items():
            if self.trials < TRIALS or kind == min(self.lost, key=self.lost.get):
                loss = _try(function, constant.reshape(shape).expand(outputs.shape).to(outputs), targets)
                losses[kind] = loss if math.isfinite(loss) else math.inf
        if self.trials < TRIALS:
            self.lost = {kind: self.lost.get(kind, 0) + loss for kind, loss in losses.items()}
            self.trials += 1
        best = losses[min(self.lost, key=self.lost.get)]
        return best if math.isfinite(best) else None

    def json(self):
        found = {"batchSize": self.batch_size, "loss": self.loss, "targets": self.targets and self.targets.json(),
                 "outputs": self.outputs.first is not None and self.outputs.json()}
        return {name: value for name, value in found.items() if value}


def _pure(loss):
    """The loss function in a form that can be tried out without changing anything; None if there is none."""
    if not isinstance(loss, nn.Module) or type(loss).__module__.startswith("torch.nn."):
        return loss.forward if isinstance(loss, nn.Module) else loss
    return None if list(loss.parameters()) else copy.deepcopy(loss).forward


def _try(function, outputs, targets):
    """The loss of made-up outputs. Neither random numbers nor warnings reach the training."""
    devices = [outputs.device] if outputs.is_cuda else []
    with torch.random.fork_rng(devices), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(outputs, targets).mean().item()


def _loss_info(outputs, targets, function, name):
    once, twice = (_try(function, torch.cat([outputs] * n), torch.cat([targets] * n)) for n in (1, 2))
    return {"name": name, "form": _form(outputs, targets, function, name), "summed": once != 0 and _near(twice, 2 * once)}


def _form(outputs, targets, function, name):
    """What a loss function computes. One without a known name is compared with known ones for made-up outputs."""
    fits = outputs.shape == targets.shape
    for form, (module, known) in FORMS.items():
        if name in (module, known.__name__) or name == "HuberLoss" and form == "huber":
            return form if fits or form not in DISTANCES else "unknown"  # it broadcasts
    generator = torch.Generator().manual_seed(0)
    made = [(torch.rand(outputs.shape, generator=generator) * 0.8 + 0.1).to(outputs) for _ in range(3)]
    same = targets.reshape(outputs.shape).to(outputs) if outputs.numel() == targets.numel() else targets
    for form, (_, known) in FORMS.items():
        try:
            ratios = [_try(function, x, targets) / _try(known, x, same)
                      for x in made + [50 * made[0] - 25] * (form in DISTANCES)]
        except (RuntimeError, ValueError, TypeError, IndexError, ZeroDivisionError):
            continue  # it does not take such outputs or targets
        if all(ratio and _near(ratio, ratios[0]) for ratio in ratios):
            return form
    return "unknown"


def _near(a, b):
    return abs(a - b) <= 2e-3 * abs(b)


def _watched(module, path=""):
    """The modules to watch, by path: those without children. Attention uses the weights of its child, but never calls it."""
    children = {} if isinstance(module, nn.MultiheadAttention) else dict(module.named_children())
    children.pop("parametrizations", None)
    if not children:
        yield path, module
    for name, child in children.items():
        yield from _watched(child, f"{path}.{name}" if path else name)


def _parts(module, output):
    """The tensors of a module's output, by what is appended to the module's name."""
    if isinstance(output, torch.Tensor):
        return {"": output}
    if isinstance(output, nn.utils.rnn.PackedSequence):
        return {"": output.data}
    if isinstance(module, nn.RNNBase):
        states = output[1] if isinstance(module, nn.LSTM) else (output[1],)
        output = dict(zip(("output", "h", "c"), (output[0], *states)))
    elif isinstance(module, nn.MultiheadAttention):
        output = dict(zip(("output", "weights"), output))
    items = output.items() if isinstance(output, dict) else enumerate(output) if isinstance(output, (tuple, list)) else ()
    return {f".{key}{rest}": x for key, part in items for rest, x in _parts(None, part).items()}


def _guarded(method):
    """Lets a failure end the recording, not the training."""
    @functools.wraps(method)
    def safe(self, *args, **kwargs):
        if self._on:
            try:
                with torch.no_grad():
                    return method(self, *args, **kwargs)
            except Exception as failure:
                self.close()
                print(f"miniai: Recorder stops recording, the training goes on: {failure!r}", file=sys.stderr)
    return safe


class Recorder:
    """Records the training of `model`; see the top of this file.

    model: the whole network. optimizer: the one that steps its parameters. criterion: the module that computes the loss
    from outputs and targets, such as `nn.CrossEntropyLoss()`.
    """

    def __init__(self, model, optimizer, criterion=None):
        if criterion is not None and not isinstance(criterion, nn.Module):
            raise TypeError(f"expected a loss that is a module, such as nn.CrossEntropyLoss(), not {criterion!r}: for a "
                            "function, leave it out here, and call criterion = recorder.wrap(function)")
        self._model, self._optimizer, self._criterion = model, optimizer, criterion
        self._names, self._ran, self._layers, self._inputs, self._targets = {}, {}, {}, {}, {}
        for path, module in _watched(model):
            self._names.setdefault(module, path)  # a shared module has the first of its paths
        self._names.pop(criterion, None)
        self._has_modes = any(isinstance(module, WITH_MODES) for module in self._names)
        self._recordings = {quantity: _Recording(quantity) for quantity in QUANTITIES}
        self._setup, self._odd = _Setup(), False
        self._batch, self._before, self._classes = None, {}, None
        self._trained, self._epoch, self._iterations, self._epoch_over = 0, 0, {True: 0, False: 0}, False
        self._training, self._validation, self._unread = [], {}, []
        self._per_pass, self._kept, self._validates_in_training = 0, None, False
        group = optimizer.param_groups[0]
        self._rates = {"name": type(optimizer).__name__, "lr": float(group["lr"]),
                       "momentum": group.get("momentum", group.get("betas", (0,))[0]),
                       "weightDecay": group.get("weight_decay", 0)}
        self._largest = None  # the learning rate of a step
        trained = {id(parameter) for one in optimizer.param_groups for parameter in one["params"]}
        named = dict(model.named_parameters())
        self._rates["frozen"] = [name for name, one in named.items() if not one.requires_grad]
        self._rates["missing"] = [name for name, one in named.items() if one.requires_grad and id(one) not in trained]
        self._started, self._nanos, self._on = 0, 0, True
        # Hooks on all modules leave nothing in the model that would be copied or saved with it.
        self._handles = [register_module_forward_pre_hook(self._before_forward),
                         register_module_forward_hook(self._after_forward)]
        self._wrap_step(optimizer)

    def epoch(self):
        """Says that an epoch is over. Only needed if no validation pass shows it."""
        self._commit()
        self._epoch_over = True

    def wrap(self, function):
        """The loss function `function(outputs, targets, ...)`, whose results are recorded."""
        @functools.wraps(function)
        def recorded(*args, **kwargs):
            loss = function(*args, **kwargs)
            again = lambda outputs, targets: function(outputs, targets, *args[2:], **kwargs)  # noqa: E731
            self._record_loss(loss, *args[:2], again, name=function.__name__.replace("<lambda>", ""))
            return loss
        return recorded

    def loss(self, loss, outputs=None, targets=None):
        """Records the loss of the last forward pass, if no criterion does."""
        self._record_loss(loss, outputs, targets)

    @_guarded
    def _record_loss(self, loss, outputs=None, targets=None, function=None, name=""):
        loss = torch.as_tensor(loss)
        batch = self._batch or self._open()
        if not batch.losses and not batch.stepped:
            batch.training = self._model.training and loss.requires_grad
        batch.over = batch.over or not batch.training
        items = len(targets) if isinstance(targets, torch.Tensor) and targets.dim() else 1
        guess = None
        if isinstance(outputs, torch.Tensor) and isinstance(targets, torch.Tensor):
            if batch.recorded:
                guess = self._observed(outputs, targets, function, name, batch.training)
                if not batch.values["targets"]:
                    batch.add("targets", "(target)", targets.detach())
            if outputs.dim() == 2 and targets.dim() == 1 and not targets.is_floating_point():
                self._classes = outputs.shape[1]
        batch.losses.append((loss.detach().mean(), items, guess))

    def _observed(self, outputs, targets, function, name, training):
        """Observes a batch for the setup, as far as that is possible; returns the loss of guessing."""
        if not self._odd:
            try:
                return self._setup.observe(outputs, targets, _pure(function), name, training)
            except Exception:  # a loss function may take more than is known here
                self._odd = True
        return None

    def close(self):
        """Ends the recording."""
        self._on = False
        for handle in self._handles:
            handle.remove()

    def save(self, file):
        """Writes all that has been recorded so far. No reader ever sees half a file."""
        self._commit()
        self._read_losses()
        passes = [(batches, _mean(losses, 0), _mean(losses, 2)) for batches, losses in self._validation.items()]
        layers = [*self._layers, *(path for module, path in self._names.items() if module not in self._ran)]
        names = dict.fromkeys(QUANTITIES, [name for name, _ in self._model.named_parameters()])
        names.update(inputs=list(self._inputs), targets=list(self._targets), activations=layers, gradients=layers)
        record = {"format": "miniai-stats", "version": 3, "nanos": self._nanos, "setup": self._setup_json(),
                  "losses": {"training": [_number(loss) for loss, _ in self._training],
                             "validation": [{"batches": n, "loss": _number(loss)} for n, loss, _ in passes]},
                  "guessing": {"training": [_number(guess) for _, guess in self._training],
                               "validation": [_number(guess) for *_, guess in passes]},
                  "recordings": [recording.json(names[quantity]) for quantity, recording in self._recordings.items()]}
        if self._classes:
            record["classes"] = self._classes
        with open(f"{file}.part", "w", encoding="utf-8") as part:
            json.dump(record, part, allow_nan=False)
        os.replace(f"{file}.part", file)

    # -------------------------------------------------------------- what the training calls

    def _before_forward(self, module, inputs):
        if module is self._model:
            self._begin(inputs)

    def _after_forward(self, module, inputs, output):
        if module is self._criterion:
            self._record_loss(output, *inputs[:2], *[None] * (2 - len(inputs)), module, type(module).__name__)
        elif module in self._names:
            self._record_output(module, output)

    @_guarded
    def _begin(self, inputs):
        batch = self._current() if self._batch and self._batch.training else self._open()
        for i, x in enumerate(inputs) if batch.recorded else ():
            if isinstance(x, torch.Tensor):
                batch.add("inputs", "(input)" if len(inputs) == 1 else f"(input {i})", x)

    @_guarded
    def _record_output(self, module, output):
        batch = self._current()
        self._ran[module] = True
        for part, x in _parts(module, output).items() if batch.recorded else ():
            name = self._names[module] + part
            batch.add("activations", name, x)
            if x.grad_fn is not None and x.is_floating_point():
                x.grad_fn.register_hook(functools.partial(self._record_gradient, batch, module, name, x.output_nr))

    @_guarded
    def _record_gradient(self, batch, module, name, index, _, gradients):
        parameters = [parameter for parameter in module.parameters(recurse=False) if parameter.requires_grad]
        if parameters and not batch.cleared:  # now, before a gradient is added to what is left of others
            left = min(parameters, key=torch.numel).grad
            batch.backward, batch.cleared = True, left is None or not left.any()
        batch.add("gradients", name, gradients[index])

    def _wrap_step(self, optimizer):
        original = optimizer.step

        @functools.wraps(original)
        def step(_, *args, **kwargs):
            evaluates = bool(args) or kwargs.get("closure") is not None  # the gradients, within the step
            self._before_step(evaluates)
            result = original(*args, **kwargs)
            self._after_step(evaluates)
            return result
        optimizer.step = types.MethodType(step, optimizer)  # schedulers of rates need a method

    @_guarded
    def _before_step(self, evaluates):
        rate = float(self._optimizer.param_groups[0]["lr"])
        self._rates["lr"] = rate if self._largest is None else max(rate, self._largest)
        self._largest = self._rates["lr"]
        batch = self._batch if self._batch and not self._batch.stepped else self._open()
        batch.training = True
        self._before.clear()
        for name, parameter in self._model.named_parameters() if batch.recorded else ():
            batch.add("parameters", name, parameter)
            if parameter.requires_grad:
                self._before[name] = parameter.detach().clone()
                if not evaluates:
                    batch.add("parameter gradients", name, parameter.grad)

    @_guarded
    def _after_step(self, evaluates):
        for name, parameter in self._model.named_parameters() if self._before else ():
            if name in self._before and parameter.grad is not None:
                self._batch.add("updates", name, parameter - self._before[name])
                if evaluates:
                    self._batch.add("parameter gradients", name, parameter.grad)
        self._before.clear()
        if self._batch.backward and self._trained:
            self._kept = self._kept is not False and not self._batch.cleared
        self._batch.stepped = self._batch.over = True

    # -------------------------------------------------------------- batches

    def _current(self):
        """The batch that values belong to now."""
        batch = self._batch
        return batch if batch and not batch.over and batch.mode == self._model.training else self._open()

    def _open(self):
        self._commit()
        self._started = self._started or time.perf_counter_ns()
        training = self._model.training
        ahead = 0 if training and self._epoch_over else self._iterations[training]
        self._batch = _Batch(training, self._trained < FIRST or ahead % THEN_EVERY == 0)
        return self._batch

    @_guarded
    def _commit(self):
        """Ends the batch. Forward passes for training that led to no step are forgotten."""
        batch, self._batch = self._batch, None
        if batch is None or batch.training and not batch.stepped:
            return
        if batch.training and self._epoch_over and self._iterations[True]:
            self._per_pass = self._per_pass or self._iterations[True]
            self._epoch, self._iterations = self._epoch + 1, {True: 0, False: 0}
        self._epoch_over = not batch.training
        place = self._epoch, self._iterations[batch.training], batch.training
        in_order = batch.training or self._trained > 0  # an epoch trains first, then validates
        if batch.recorded and in_order:
            for quantity in QUANTITIES if batch.training else IN_VALIDATION:
                if quantity != "targets" or batch.values[quantity]:  # labels have no distribution
                    self._recordings[quantity].add(place, batch.values[quantity])
            for names, quantity in (self._inputs, "inputs"), (self._targets, "targets"), (self._layers, "activations"):
                names.update((name, True) for name, _ in batch.values[quantity])  # keeps the order of running
        self._validates_in_training |= self._has_modes and batch.mode and not batch.training
        self._iterations[batch.training] += in_order
        self._trained += batch.training
        if batch.losses:
            self._unread.append((batch.training, self._trained, batch.losses))
        if batch.recorded:
            self._read_losses()
        self._nanos = time.perf_counter_ns() - self._started

    def _read_losses(self):
        for training, trained, losses in self._unread:
            read = [(loss.item(), items, guess) for loss, items, guess in losses]
            if training:
                self._training.append((_mean(read, 0), _mean(read, 2)))
            else:
                self._validation.setdefault(trained, []).extend(read)
        self._unread.clear()

    def _setup_json(self):
        ran = [*self._ran, *(module for module in self._names if module not in self._ran)]
        layers = [{"path": self._names[module], "type": type(module).__name__, "details": module.extra_repr()}
                  for module in ran]
        return {"framework": "PyTorch", "layers": layers, "optimizer": self._rates, **self._setup.json(),
                "batchesPerPass": self._per_pass or self._iterations[True],
                "keepsGradients": self._kept is True, "validatesInTrainingMode": self._validates_in_training}
