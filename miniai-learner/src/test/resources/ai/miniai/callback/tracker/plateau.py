"""Writes plateau.txt, the reference rates of ReduceLROnPlateauCBTest: python3 plateau.py > plateau.txt"""
import random

import torch

print('# Rates by torch.optim.lr_scheduler.ReduceLROnPlateau (PyTorch 1.13) for ReduceLROnPlateauCBTest:')
print('# mode, factor, patience, threshold, threshold_mode, cooldown, min_lr of two groups, eps | metric of each epoch')
print('# | rate of the first group after each epoch | rate of the second group')
random.seed(1)
SETTINGS = [
    dict(factor=0.1, patience=10, threshold=1e-4, threshold_mode='rel', cooldown=0, min_lr=[0, 0], eps=1e-8),
    dict(factor=0.5, patience=0, threshold=0, threshold_mode='abs', cooldown=0, min_lr=[1e-3, 1e-2], eps=1e-8),
    dict(factor=0.7, patience=2, threshold=0.1, threshold_mode='rel', cooldown=1, min_lr=[0, 0.03], eps=1e-8),
    dict(factor=0.3, patience=1, threshold=0.25, threshold_mode='abs', cooldown=3, min_lr=[0, 0], eps=0.01),
]
for setting in SETTINGS:
    for mode in ('min', 'max'):
        for kind in range(3):
            groups = [dict(params=[torch.zeros(1)], lr=0.1), dict(params=[torch.zeros(1)], lr=0.2)]
            optimizer = torch.optim.SGD(groups, lr=0.1)
            scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode=mode, **setting)
            metrics, rates = [], []
            for epoch in range(25):
                fall = (2 / (1 + epoch), 1, -0.3 * epoch)[kind] # flattens, stays, passes 0
                value = (fall if mode == 'min' else -fall) + random.uniform(-0.5, 0.5)
                value = float('nan') if random.random() < 0.04 else round(value * 64) / 64 # exact in float32
                metrics.append(value)
                scheduler.step(value)
                rates.append([group['lr'] for group in optimizer.param_groups])
            s = setting
            print(f"{mode} {s['factor']} {s['patience']} {s['threshold']} {s['threshold_mode']} {s['cooldown']} "
                  f"{s['min_lr'][0]} {s['min_lr'][1]} {s['eps']} | {' '.join(map(str, metrics)).replace('nan', 'NaN')} | "
                  + ' | '.join(' '.join(repr(r[i]) for r in rates) for i in (0, 1)))
