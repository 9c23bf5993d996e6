"""Writes parity cases, what PyTorch computes of layers, losses, metrics and trainings (see docs/parity.md): python3 cases.py FOLDER [SEED]

The cases beside this script are those of seed 0. For other cases: import this script, and call layer, loss, metric and training."""
import json
import os
import sys
import warnings

import numpy
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

warnings.filterwarnings('ignore')
FORWARD = ('is_causal', 'need_weights')  # arguments of a call, not of a layer
TAKE = ('take', 'last', 'mean')
ENDINGS = {torch.float32: 'f32', torch.float64: 'f64', torch.int64: 'i64', torch.bool: 'bool'}


# ---------------------------------------------------------------- files

class Arrays:
    """Arrays of one folder, those of a type in one file."""

    def __init__(self, folder, stem):
        self.folder, self.stem, self.parts = folder, stem, {}

    def add(self, x):
        parts = self.parts.setdefault(ENDINGS[x.dtype], [])
        offset = sum(part.size for part in parts)
        parts.append(x.detach().numpy().flatten())
        return {'file': f'{self.stem}.{ENDINGS[x.dtype]}', 'offset': offset, 'shape': list(x.shape)}

    def write(self):
        for ending, parts in self.parts.items():
            all = numpy.concatenate(parts)
            all.astype(all.dtype.newbyteorder('<')).tofile(os.path.join(self.folder, f'{self.stem}.{ending}'))


def write(folder, description, inputs, run, parameters=None):
    """Writes a case. run(dtype) returns the quantities by name, computed in this type."""
    os.makedirs(folder, exist_ok=True)
    case = {'name': os.path.basename(folder), **description}
    arrays = Arrays(folder, 'inputs')
    case['inputs'] = [{'name': name, **arrays.add(x)} for name, x in inputs.items()]
    arrays.write()
    if parameters:
        case['parameters'] = [{'name': name, 'shape': list(p.shape)} for name, p in parameters.items()]
        torch.cat([p.detach().flatten() for p in parameters.values()]).numpy().astype('<f4').tofile(os.path.join(folder, 'init.f32'))
    exact, rounded = run(torch.float64), run(torch.float32)
    arrays = Arrays(folder, 'expected')
    case['expected'] = {
        name: {**arrays.add(x.detach().double()), 'pytorch_float32_differs_by': float(f'{(x - rounded[name].double()).abs().max():.3g}')}
        for name, x in exact.items()}
    arrays.write()
    with open(os.path.join(folder, 'case.json'), 'w') as file:
        file.write('{\n' + ',\n'.join(f'{json.dumps(key)}: {json.dumps(value)}' for key, value in case.items()) + '\n}\n')


def typed(x, dtype):
    return x.detach().to(dtype, copy=True) if x.is_floating_point() else x


# ---------------------------------------------------------------- layers

class RMSNorm(torch.nn.Module):
    """PyTorch's since 2.4."""

    def __init__(self, normalized_shape, eps=None):
        super().__init__()
        self.eps = eps
        self.weight = torch.nn.Parameter(torch.ones(normalized_shape))

    def forward(self, x):
        dims = tuple(range(-self.weight.dim(), 0))
        eps = torch.finfo(x.dtype).eps if self.eps is None else self.eps
        return x * torch.rsqrt(x.square().mean(dims, keepdim=True) + eps) * self.weight


def make(layer):
    """The layer, with parameters that are not ones and zeros."""
    arguments = {key: value for key, value in layer.items() if key not in ('type', *FORWARD, *TAKE)}
    made = RMSNorm(**arguments) if layer['type'] == 'RMSNorm' else getattr(torch.nn, layer['type'])(**arguments)
    for p in made.parameters():
        p.data += 0.1 * torch.randn(p.shape)
    return made


def causal(length, dtype):
    return torch.full((length, length), -torch.inf, dtype=dtype).triu(1)


def call(module, layer, inputs):
    """The outputs by name."""
    kind = layer['type']
    inputs = dict(inputs)
    if kind in ('RNN', 'LSTM', 'GRU'):
        first = layer.get('batch_first', False)
        x, lengths = inputs.pop('input'), inputs.pop('lengths', None)
        state = tuple(inputs.values())
        state = None if not state else state if kind == 'LSTM' else state[0]
        if lengths is None:
            output, end = module(x, state)
        else:
            packed, end = module(pack_padded_sequence(x, lengths, first, enforce_sorted=False), state)
            output, _ = pad_packed_sequence(packed, first, total_length=x.size(1 if first else 0))
        return {'output': output, 'h_n': end[0], 'c_n': end[1]} if kind == 'LSTM' else {'output': output, 'h_n': end}
    if kind in ('MultiheadAttention', 'TransformerEncoderLayer'):
        sequences = [x for name, x in inputs.items() if 'mask' not in name]
        masks = {name: x for name, x in inputs.items() if 'mask' in name}
        if layer.get('is_causal'):
            masks['attn_mask' if kind == 'MultiheadAttention' else 'src_mask'] = causal(sequences[0].size(1 if layer.get('batch_first') else 0), sequences[0].dtype)
        if kind == 'TransformerEncoderLayer':
            return {'output': module(*sequences, **masks)}
        output, weights = module(*(sequences * 3 if len(sequences) == 1 else sequences), need_weights=layer.get('need_weights', True), **masks)
        return {'output': output} if weights is None else {'output': output, 'attn_output_weights': weights}
    return {'output': module(*inputs.values())}


def layer(folder, layer, inputs, training=True):
    module = make(layer)
    parameters = dict(module.named_parameters())
    buffers = {name: x for name, x in module.named_buffers() if x.is_floating_point()}
    for name, x in buffers.items():
        x += torch.rand(x.shape)
    initial = {name: x.clone() for name, x in {**parameters, **buffers}.items()}

    def run(dtype):
        module.to(dtype).train(training).zero_grad()
        module.load_state_dict(initial, strict=False)
        leaves = {name: typed(x, dtype).requires_grad_(x.is_floating_point() and 'mask' not in name) for name, x in inputs.items()}
        outputs = call(module, layer, leaves)
        loss = sum(x.square().mean() for x in outputs.values())
        loss.backward()
        gradients = {f'{name}.grad': x.grad for name, x in {**leaves, **parameters}.items() if x.requires_grad}
        moved = {name: x for name, x in module.named_buffers() if name in buffers}
        return {name: x.detach().clone() for name, x in {**outputs, **gradients, **moved}.items()}

    description = {'form': 'layer', 'layer': layer}
    if not training:
        description['training'] = False
    write(folder, description, inputs, run, initial)


# ---------------------------------------------------------------- losses

def compute(loss, dtype, *inputs):
    arguments = {key: torch.tensor(value, dtype=dtype) if isinstance(value, list) else value for key, value in loss.items() if key != 'type'}
    return getattr(F, loss['type'])(*inputs, **arguments)


def loss(folder, loss, inputs):
    def run(dtype):
        first, *others = [typed(x, dtype) for x in inputs.values()]
        first.requires_grad_()
        value = compute(loss, dtype, first, *others)
        value.sum().backward()
        return {'loss': value, f'{next(iter(inputs))}.grad': first.grad}

    write(folder, {'form': 'loss', 'loss': loss}, inputs, run)


# ---------------------------------------------------------------- metrics, by their definitions

def binary(metric, preds, target, batch_size):
    batches = [(x.sigmoid() if ((x < 0) | (x > 1)).any() else x) for x in preds.split(batch_size)]
    x, y = torch.cat(batches).numpy(), target.numpy()
    kind = metric['type']
    if kind == 'BinaryAUROC':
        above = x[y == 1][:, None] - x[y == 0][None, :]
        return (above > 0).mean() + (above == 0).mean() / 2
    if kind == 'BinaryAveragePrecision':
        cuts = sorted(set(x), reverse=True)
        precisions = [y[x >= cut].mean() for cut in cuts]
        recalls = [0] + [y[x >= cut].sum() / y.sum() for cut in cuts]
        return sum((b - a) * p for a, b, p in zip(recalls, recalls[1:], precisions))
    guess = x > metric.get('threshold', 0.5)
    hits = (guess & (y == 1)).sum()
    return {
        'BinaryAccuracy': (guess == y).mean(),
        'BinaryPrecision': hits / guess.sum(),
        'BinaryRecall': hits / y.sum(),
        'BinaryF1Score': 2 * hits / (guess.sum() + y.sum())}[kind]


def multiclass(metric, preds, target):
    classes = range(metric['num_classes'])
    y = target.flatten().numpy()
    k = metric.get('top_k', 1)
    scores = preds.movedim(1, -1).flatten(0, -2) if preds.is_floating_point() else F.one_hot(preds.flatten())
    if k > 1:
        return (scores.topk(k).indices.numpy() == y[:, None]).any(1).mean()
    guess = scores.argmax(-1).numpy()
    hits = numpy.array([((guess == c) & (y == c)).sum() for c in classes])
    predicted = numpy.array([(guess == c).sum() for c in classes])
    labelled = numpy.array([(y == c).sum() for c in classes])
    average = metric.get('average', 'macro')
    if average == 'micro':
        return hits.sum() / len(y)
    whole = {'MulticlassPrecision': 2 * predicted, 'MulticlassF1Score': predicted + labelled}.get(metric['type'], 2 * labelled)
    each = 2 * hits / numpy.maximum(whole, 1)
    occurs = predicted + labelled > 0
    return {'macro': each[occurs].mean(), 'weighted': (each * labelled).sum() / len(y)}.get(average, each)


def value(metric, preds, target, batch_size):
    kind = metric['type']
    if kind.startswith('Binary'):
        return binary(metric, preds, target, batch_size)
    if kind.startswith('Multiclass'):
        return multiclass(metric, preds, target)
    if kind == 'Perplexity':
        ignored = metric.get('ignore_index', -100)
        return F.cross_entropy(preds.flatten(0, -2), target.flatten(), ignore_index=ignored).exp()
    error = preds - target
    return {
        'MeanSquaredError': error.square().mean() ** (1 if metric.get('squared', True) else 0.5),
        'MeanAbsoluteError': error.abs().mean(),
        'MeanAbsolutePercentageError': (error / target).abs().mean(),
        'R2Score': 1 - error.square().sum() / (target - target.mean()).square().sum()}[kind]


def metric(folder, metric, preds, target, batch_size):
    def run(dtype):
        exact = value(metric, typed(preds, torch.float64), typed(target, torch.float64), batch_size)
        return {'value': torch.as_tensor(exact, dtype=torch.float64).to(dtype)}

    write(folder, {'form': 'metric', 'metric': metric, 'batch_size': batch_size}, {'preds': preds, 'target': target}, run)


# ---------------------------------------------------------------- trainings

OPTIMIZERS = {'sgd': torch.optim.SGD, 'adam': torch.optim.Adam, 'adamw': torch.optim.AdamW, 'rmsprop': torch.optim.RMSprop}


def training(folder, layers, loss, optimizer, inputs, batch_size):
    """inputs: that of the first layer, others such as lengths, and the target."""
    model = torch.nn.Sequential(*map(make, layers))
    initial = {name: x.clone() for name, x in model.state_dict().items()}
    parameters = {name: initial[name] for name, _ in model.named_parameters()}

    def forward(x, others):
        for module, layer in zip(model, layers):
            recurrent = layer['type'] in ('RNN', 'LSTM', 'GRU')
            attention = layer['type'] in ('MultiheadAttention', 'TransformerEncoderLayer')
            used = {name: other for name, other in others.items() if (recurrent and name == 'lengths') or (attention and 'padding' in name)}
            take = layer.get('take', 'output')
            x = call(module, layer, {'input': x, **used})[take]
            dim = 1 if take == 'output' and (layer.get('batch_first') or not (recurrent or attention)) else 0
            x = x.select(dim, -1) if layer.get('last') else x.mean(dim) if layer.get('mean') else x
        return x

    def run(dtype):
        model.to(dtype).load_state_dict(initial)
        steps = OPTIMIZERS[optimizer['type']](model.parameters(), **{key: value for key, value in optimizer.items() if key != 'type'})
        losses, norms, first = [], [], None
        for batch in zip(*(typed(x, dtype).split(batch_size) for x in inputs.values())):
            others = dict(zip(inputs, batch))
            target = others.pop('target')
            x = others.pop(next(iter(others)))
            steps.zero_grad()
            result = compute(loss, dtype, forward(x, others), target)
            result.backward()
            gradients = [p.grad.clone() for p in model.parameters()]
            first = first or gradients
            losses.append(result.detach())
            norms.append(torch.stack([g.norm() for g in gradients]))
            steps.step()
        join = lambda tensors: torch.cat([x.detach().flatten() for x in tensors])
        return {'loss': torch.stack(losses), 'grad_norm': torch.stack(norms), 'gradient_1': join(first), 'weights': join(model.parameters())}

    write(folder, {'form': 'training', 'layers': layers, 'loss': loss, 'optimizer': optimizer, 'batch_size': batch_size}, inputs, run, parameters)


# ---------------------------------------------------------------- the cases

def ints(high, *shape):
    return torch.randint(high, shape)


def layers(to):
    x = torch.randn
    features = dict(input_size=3, hidden_size=2)
    lengths = torch.tensor([5, 2, 4])
    layer(to('lstm'), dict(type='LSTM', **features), {'input': x(5, 2, 3)})
    layer(to('lstm-state'), dict(type='LSTM', **features, batch_first=True, num_layers=2), {'input': x(2, 5, 3), 'h_0': x(2, 2, 2), 'c_0': x(2, 2, 2)})
    layer(to('lstm-both-ways'), dict(type='LSTM', **features, num_layers=2, bidirectional=True, batch_first=True), {'input': x(3, 5, 3), 'lengths': lengths})
    layer(to('gru'), dict(type='GRU', **features, bias=False, batch_first=True), {'input': x(2, 5, 3)})
    layer(to('gru-both-ways'), dict(type='GRU', **features, num_layers=2, bidirectional=True), {'input': x(5, 3, 3), 'h_0': x(4, 3, 2), 'lengths': lengths})
    layer(to('rnn'), dict(type='RNN', **features), {'input': x(5, 2, 3), 'h_0': x(1, 2, 2)})
    layer(to('rnn-relu'), dict(type='RNN', **features, nonlinearity='relu', num_layers=2, batch_first=True, bidirectional=True), {'input': x(3, 5, 3), 'lengths': lengths})

    heads = dict(type='MultiheadAttention', embed_dim=4, num_heads=2, batch_first=True)
    padding = torch.arange(5) >= lengths[:, None]
    sequence = x(3, 5, 4)
    layer(to('attention'), heads, {'query': x(3, 4, 4), 'key': x(3, 5, 4), 'value': x(3, 5, 4)})
    layer(to('attention-padding'), dict(heads, batch_first=False, bias=False, need_weights=False), {'query': x(4, 3, 4), 'key': x(5, 3, 4), 'value': x(5, 3, 4), 'key_padding_mask': padding})
    layer(to('attention-mask'), heads, {'query': x(3, 5, 4), 'key': sequence, 'value': x(3, 5, 4), 'attn_mask': torch.eye(5).roll(1, 1).bool()})
    layer(to('attention-added-mask'), dict(heads, need_weights=False), {'query': x(3, 5, 4), 'key': sequence, 'value': x(3, 5, 4), 'attn_mask': x(5, 5)})
    layer(to('attention-mask-of-heads'), heads, {'query': x(3, 5, 4), 'key': sequence, 'value': x(3, 5, 4), 'attn_mask': (x(6, 5, 5) > 0) & ~torch.eye(5).bool()})
    layer(to('attention-causal'), dict(heads, is_causal=True, need_weights=False), {'query': x(3, 5, 4), 'key': sequence, 'value': x(3, 5, 4)})
    encoder = dict(type='TransformerEncoderLayer', d_model=4, nhead=2, dim_feedforward=3, dropout=0.0)
    layer(to('transformer'), dict(encoder, batch_first=True), {'src': sequence, 'src_key_padding_mask': padding})
    layer(to('transformer-norm-first'), dict(encoder, norm_first=True, activation='gelu', is_causal=True), {'src': x(5, 3, 4)})
    layer(to('transformer-masks'), dict(encoder, batch_first=True, norm_first=True), {'src': sequence, 'src_mask': causal(5, torch.float32).isinf()})
    layer(to('transformer-evaluated'), dict(encoder, batch_first=True, dropout=0.1), {'src': sequence}, training=False)

    small = {'input': x(2, 4, 3, 2)}
    image = {'input': x(2, 4, 4, 3)}
    conv = dict(type='Conv2d', in_channels=4, out_channels=4)
    layer(to('conv2d'), dict(conv, kernel_size=3, stride=2, padding=1), image)
    layer(to('conv2d-dilated'), dict(conv, kernel_size=[2, 3], stride=[2, 1], padding=[0, 2], dilation=[2, 1], bias=False), image)
    layer(to('conv2d-grouped'), dict(conv, kernel_size=3, groups=2), image)
    layer(to('conv2d-depthwise'), dict(conv, kernel_size=3, groups=4, padding='same'), image)
    for mode in ('reflect', 'replicate', 'circular'):
        layer(to('conv2d-' + mode), dict(conv, kernel_size=3, padding=[1, 2], padding_mode=mode), image)
    sequence = {'input': x(2, 4, 7)}
    conv = dict(type='Conv1d', in_channels=4, out_channels=6)
    layer(to('conv1d'), dict(conv, kernel_size=3, stride=2, padding=1), sequence)
    layer(to('conv1d-dilated'), dict(conv, kernel_size=[2], dilation=3, groups=2, padding=2, padding_mode='circular'), sequence)
    layer(to('conv1d-same'), dict(conv, kernel_size=4, padding='same', bias=False), sequence)
    layer(to('conv-transpose2d'), dict(type='ConvTranspose2d', in_channels=4, out_channels=2, kernel_size=3, stride=[2, 2], padding=1, output_padding=1), image)
    layer(to('max-pool1d'), dict(type='MaxPool1d', kernel_size=3, stride=2, padding=1), sequence)
    layer(to('max-pool2d'), dict(type='MaxPool2d', kernel_size=[3, 2], padding=[1, 0]), image)
    layer(to('avg-pool2d'), dict(type='AvgPool2d', kernel_size=2), image)
    layer(to('avg-pool2d-ceil'), dict(type='AvgPool2d', kernel_size=3, stride=2, padding=1, ceil_mode=True), image)
    layer(to('adaptive-avg-pool2d'), dict(type='AdaptiveAvgPool2d', output_size=[3, 2]), image)
    layer(to('upsample'), dict(type='Upsample', scale_factor=2, mode='bilinear'), small)

    layer(to('linear'), dict(type='Linear', in_features=5, out_features=3), {'input': x(2, 4, 5)})
    layer(to('embedding'), dict(type='Embedding', num_embeddings=6, embedding_dim=3), {'input': ints(6, 2, 4)})
    layer(to('layer-norm'), dict(type='LayerNorm', normalized_shape=[4, 3], eps=1e-3), image)
    layer(to('rms-norm'), dict(type='RMSNorm', normalized_shape=3), image)
    layer(to('group-norm'), dict(type='GroupNorm', num_groups=2, num_channels=4), image)
    layer(to('batch-norm1d'), dict(type='BatchNorm1d', num_features=4, momentum=0.3), sequence)
    layer(to('batch-norm2d'), dict(type='BatchNorm2d', num_features=4), image)
    layer(to('batch-norm2d-evaluated'), dict(type='BatchNorm2d', num_features=4, eps=1e-2), image, training=False)
    layer(to('instance-norm2d'), dict(type='InstanceNorm2d', num_features=4, affine=True), image)
    layer(to('prelu'), dict(type='PReLU', num_parameters=4), small)
    layer(to('elu'), dict(type='ELU', alpha=0.7), small)
    layer(to('gelu-tanh'), dict(type='GELU', approximate='tanh'), small)
    layer(to('leaky-relu'), dict(type='LeakyReLU', negative_slope=0.2), small)
    for name in ('GELU', 'SiLU', 'ReLU', 'Sigmoid', 'Tanh', 'Softplus'):
        layer(to(name.lower()), dict(type=name), small)
    layer(to('softmax'), dict(type='Softmax', dim=1), small)
    layer(to('log-softmax'), dict(type='LogSoftmax', dim=-1), small)


def losses(to):
    logits, places = torch.randn(6, 3), torch.randn(4, 3, 2)
    labels, labels_of_places = ints(3, 6), ints(3, 4, 2)
    ignored = torch.where(torch.arange(6) == 2, -100, labels)
    weight = [0.5, 2.0, 1.25]
    loss(to('cross-entropy'), dict(type='cross_entropy'), {'input': logits, 'target': ignored})
    loss(to('cross-entropy-options'), dict(type='cross_entropy', weight=weight, label_smoothing=0.1, ignore_index=1), {'input': places, 'target': labels_of_places})
    loss(to('cross-entropy-probabilities'), dict(type='cross_entropy', reduction='none', label_smoothing=0.2), {'input': logits, 'target': torch.rand(6, 3).softmax(1)})
    loss(to('nll'), dict(type='nll_loss', weight=weight, reduction='sum'), {'input': places.log_softmax(1), 'target': labels_of_places})
    loss(to('nll-elements'), dict(type='nll_loss', reduction='none', ignore_index=2), {'input': logits.log_softmax(1), 'target': labels})
    share = torch.rand(6, 3)
    loss(to('binary-cross-entropy'), dict(type='binary_cross_entropy'), {'input': logits.sigmoid(), 'target': share})
    loss(to('binary-cross-entropy-weight'), dict(type='binary_cross_entropy', weight=weight, reduction='none'), {'input': logits.sigmoid(), 'target': share.round()})
    loss(to('binary-cross-entropy-with-logits'), dict(type='binary_cross_entropy_with_logits'), {'input': logits, 'target': share})
    loss(to('binary-cross-entropy-with-logits-weights'), dict(type='binary_cross_entropy_with_logits', weight=[[1.0], [0.0], [2.0], [1.5], [1.0], [0.5]], pos_weight=weight, reduction='sum'), {'input': logits, 'target': share})
    pair = {'input': 2 * logits, 'target': torch.randn(6, 3)}
    for kind in ('l1_loss', 'mse_loss', 'smooth_l1_loss', 'huber_loss'):
        loss(to(kind.replace('_', '-')), dict(type=kind), pair)
        loss(to(kind.replace('_', '-') + '-elements'), dict(type=kind, reduction='none'), pair)
    loss(to('smooth-l1-loss-beta'), dict(type='smooth_l1_loss', beta=0.4, reduction='sum'), pair)
    loss(to('huber-loss-delta'), dict(type='huber_loss', delta=0.4), pair)
    target = torch.rand(6, 3).softmax(1)
    loss(to('kl-div'), dict(type='kl_div'), {'input': logits.log_softmax(1), 'target': target})
    loss(to('kl-div-batchmean'), dict(type='kl_div', reduction='batchmean'), {'input': logits.log_softmax(1), 'target': target})
    loss(to('kl-div-log-target'), dict(type='kl_div', reduction='none', log_target=True), {'input': logits.log_softmax(1), 'target': target.log()})
    loss(to('cosine-similarity'), dict(type='cosine_similarity'), {'x1': logits, 'x2': pair['target']})
    loss(to('cosine-similarity-last'), dict(type='cosine_similarity', dim=-1), {'x1': places, 'x2': torch.randn(4, 3, 2)})
    loss(to('cosine-embedding'), dict(type='cosine_embedding_loss', margin=0.2), {'input1': logits, 'input2': pair['target'], 'target': torch.tensor([1, -1, 1, -1, -1, 1])})


def metrics(to):
    probabilities, target = torch.rand(22), ints(2, 22)
    ties = (probabilities * 8).round() / 8
    for kind in ('Accuracy', 'Precision', 'Recall', 'F1Score'):
        metric(to('binary-' + kind.lower()), dict(type='Binary' + kind), torch.randn(22), target, 8)
        metric(to('binary-' + kind.lower() + '-threshold'), dict(type='Binary' + kind, threshold=0.3), probabilities, target, 22)
    metric(to('binary-auroc'), dict(type='BinaryAUROC'), ties, target, 8)
    metric(to('binary-average-precision'), dict(type='BinaryAveragePrecision'), ties, target, 8)
    scores, labels = torch.randn(22, 4), ints(3, 22)
    for kind in ('Accuracy', 'Precision', 'Recall', 'F1Score'):
        for average in ('micro', 'macro', 'weighted', 'none'):
            metric(to(f'multiclass-{kind.lower()}-{average}'), dict(type='Multiclass' + kind, num_classes=4, average=average), scores, labels, 8)
    metric(to('multiclass-accuracy-top2'), dict(type='MulticlassAccuracy', num_classes=4, average='micro', top_k=2), scores, labels, 8)
    metric(to('multiclass-precision-places'), dict(type='MulticlassPrecision', num_classes=4), torch.randn(6, 4, 3), ints(4, 6, 3), 4)
    metric(to('multiclass-f1score-labels'), dict(type='MulticlassF1Score', num_classes=4), torch.cat([ints(4, 21), torch.tensor([3])]), ints(4, 22), 8)
    preds, numbers = torch.randn(22), torch.randn(22) + 3
    for kind in ('MeanSquaredError', 'MeanAbsoluteError', 'MeanAbsolutePercentageError', 'R2Score'):
        metric(to(kind), dict(type=kind), preds, numbers, 8)
    metric(to('RootMeanSquaredError'), dict(type='MeanSquaredError', squared=False), preds, numbers, 8)
    metric(to('perplexity'), dict(type='Perplexity', ignore_index=0), torch.randn(5, 4, 3), ints(3, 5, 4), 2)


def trainings(to):
    steps, batch = 20, 3
    n = steps * batch
    x = torch.randn(n, 5, 3)
    lengths = 1 + ints(5, n)
    target = (x[:, 0, 0] > 0).long() + (x[:, 0, 1] > 0).long()
    training(to('lstm-classifier'), [
        dict(type='LSTM', input_size=3, hidden_size=4, batch_first=True, bidirectional=True, take='output', last=True),
        dict(type='Linear', in_features=8, out_features=3)],
        dict(type='cross_entropy'), dict(type='sgd', lr=0.5, momentum=0.9), {'input': x, 'target': target}, batch)
    training(to('gru-lengths'), [
        dict(type='GRU', input_size=3, hidden_size=4, num_layers=2, batch_first=True, take='h_n', last=True),
        dict(type='Linear', in_features=4, out_features=3)],
        dict(type='cross_entropy', label_smoothing=0.1), dict(type='adam', lr=0.02, betas=[0.8, 0.99], eps=1e-4), {'input': x, 'lengths': lengths, 'target': target}, batch)
    tokens = ints(7, n, 5)
    training(to('transformer-classifier'), [
        dict(type='Embedding', num_embeddings=7, embedding_dim=6),
        dict(type='TransformerEncoderLayer', d_model=6, nhead=2, dim_feedforward=8, dropout=0.0, activation='gelu', batch_first=True, norm_first=True, mean=True),
        dict(type='LayerNorm', normalized_shape=6),
        dict(type='Linear', in_features=6, out_features=3)],
        dict(type='cross_entropy'), dict(type='adamw', lr=0.01, eps=1e-3), {'input': tokens, 'src_key_padding_mask': torch.arange(5) >= lengths[:, None], 'target': tokens[:, 0] % 3}, batch)
    waves = torch.randn(n, 2, 12)
    training(to('conv1d-net'), [
        dict(type='Conv1d', in_channels=2, out_channels=4, kernel_size=3, padding=1),
        dict(type='BatchNorm1d', num_features=4),
        dict(type='ReLU'),
        dict(type='MaxPool1d', kernel_size=2),
        dict(type='Conv1d', in_channels=4, out_channels=3, kernel_size=3, stride=2, groups=1),
        dict(type='GELU'),
        dict(type='Flatten'),
        dict(type='Linear', in_features=6, out_features=1)],
        dict(type='huber_loss', delta=0.7), dict(type='rmsprop', lr=0.005, eps=1e-3), {'input': waves, 'target': waves.mean((1, 2), keepdim=True)[..., 0]}, batch)


def main(folder, seed=0):
    for family in (layers, losses, metrics, trainings):
        torch.manual_seed(int(seed))
        family(lambda name: os.path.join(folder, family.__name__, name.lower()))


if __name__ == '__main__':
    main(*sys.argv[1:])
