/* Makes views of runs that nobody has trained: as large and as strange as a test needs. Each number follows from the options. */
window.makeView = function (options) {
  const {
    id = 'a', name = 'a run', layers = 5, columns = 100, stride = 1, pass = 50, names = [], nan = false, sick = true,
    state = 'finished', controls = false, scale = 1, rate = 0.6, octaves = false, samples = 0,
    metrics = ['accuracy'], usage = false,
  } = options;
  const BINS = 50;
  const SIZE = 8192;
  const LABELS = ['Conv2d 8→16', 'ReLU', 'BatchNorm2d 16', 'Linear 784→50'];
  const begin = [];
  const end = [];
  const training = [];
  const epoch = [];
  let step = 0;
  while (begin.length < columns) {
    begin.push(step);
    end.push(step + stride);
    training.push(1);
    epoch.push(Math.floor(step / pass));
    step += stride;
    if (step % pass === 0 && begin.length < columns) {
      begin.push(step);
      end.push(step);
      training.push(0);
      epoch.push(step / pass - 1);
    }
  }
  const wobble = (seed) => {
    const x = Math.sin(seed * 12.9898) * 43758.5453;
    return x - Math.floor(x);
  };
  const rounded = (value) => Number(value.toPrecision(5));
  const base64 = (numbers) => {
    const bytes = new Uint8Array(new Uint16Array(numbers).buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 4096) {
      text += String.fromCharCode(...bytes.subarray(i, i + 4096));
    }
    return btoa(text);
  };
  const layer = (k) => {
    const each = { size: [], mean: [], std: [], stdMin: [], stdMax: [], nearZero: [], zeros: [], deadUnits: [], nonFinite: [], overflow: [], underflow: [] };
    const counts = [];
    begin.forEach((at, i) => {
      const bad = nan && k >= layers / 2 && at >= 0.7 * step;
      const growth = Math.exp((((at + 7 * k) % pass) / pass) * (k % 5 === 3 ? 3 : 1.2)) / 3;
      const std = scale * growth * (0.85 + 0.3 * wobble(i + 31 * k));
      const near = Math.min(1, Math.max(0, 0.4 + 0.4 * Math.sin(k * 1.3 + (4 * at) / step)));
      each.size.push(SIZE);
      each.mean.push(bad ? null : rounded(0.3 * std));
      each.std.push(bad ? null : rounded(std));
      each.stdMin.push(bad ? null : rounded(0.8 * std));
      each.stdMax.push(bad ? null : rounded(1.3 * std));
      each.nearZero.push(rounded(near));
      each.zeros.push(rounded(near / 2));
      each.deadUnits.push(rounded(Math.max(0, near - 0.5)));
      each.nonFinite.push(bad ? 1 : 0);
      each.overflow.push(std > 4 ? 0.01 : 0);
      each.underflow.push(0);
      for (let bin = 0; bin < BINS; bin++) {
        const x = octaves ? Math.pow(2, bin - 40) * 1e3 : 0.2 * (bin + 0.5);
        const values = bad ? 0 : (SIZE * 0.16 * Math.exp((-x * x) / (2 * std * std))) / std + (bin === 0 ? SIZE * near * 0.3 : 0);
        counts.push(Math.round(1000 * Math.log1p(Math.round(values))));
      }
    });
    return {
      name: names[k] ?? `${Math.floor(k / 4)}.${k % 4}`, label: LABELS[k % 4], units: 16, bins: BINS,
      ...(octaves ? { scale: 'octaves', min: Math.pow(2, -40), max: 1024 } : { scale: 'linear', min: 0, max: 10 }),
      ...each, counts: base64(counts),
    };
  };
  const points = Math.min(step, 2000);
  const steps = Array.from({ length: points }, (_, i) => Math.floor((i * step) / points));
  const losses = steps.map((at, i) => (nan && at > 0.75 * step ? null : rounded((2.1 * Math.exp((-3 * at) / step) + 0.2) * (0.85 + 0.3 * wobble(i)))));
  const ends = epochEnds();
  function epochEnds() {
    return Array.from({ length: Math.floor(step / pass) }, (_, i) => (i + 1) * pass);
  }
  const trained = begin.map((_, i) => i).filter((i) => training[i] === 1);
  const cause = (more) => ({ begin: 12, end: Math.round(0.6 * step), consequences: [], ...more });
  return {
    run: {
      id, name, framework: 'miniai', state, reason: '', startedMillis: 0, nanos: 75e9, step, plannedSteps: state === 'running' ? 2 * step : step,
      batchesPerPass: pass, epoch: Math.floor(step / pass), epochs: Math.ceil(step / pass),
    },
    controls,
    series: [
      { group: 'loss', name: 'training', kind: 'training', steps, values: losses, low: losses.map((one) => one && rounded(0.8 * one)), high: losses.map((one) => one && rounded(1.25 * one)) },
      { group: 'loss', name: 'validation', kind: 'validation', steps: ends, values: ends.map((at) => rounded(2 * Math.exp((-2.5 * at) / step) + 0.3)) },
      { group: 'loss', name: 'guessing', kind: 'guessing', steps: [0], values: [2.3026] },
      ...metrics.map((group) => ({ group, name: group, kind: 'validation', steps: ends, values: ends.map((at) => rounded(1 - 0.8 * Math.exp((-2.5 * at) / step))) })),
      { group: 'lr', name: 'lr', kind: 'value', steps, values: steps.map((at) => rounded(rate * Math.sin((Math.PI * (at + 1)) / (step + 1)))) },
      ...(usage ? usageLines() : []),
    ],
    recordings: [{
      quantity: 'activations', singular: 'activation', columns: { begin, end, training, epoch },
      layers: Array.from({ length: layers }, (_, k) => layer(k)),
    }],
    ratios: {
      columns: { begin: trained.map((i) => begin[i]), end: trained.map((i) => end[i]), training: trained.map(() => 1), epoch: trained.map((i) => epoch[i]) },
      names: Array.from({ length: layers }, (_, k) => `${k}.weight`),
      values: Array.from({ length: layers }, (_, k) => trained.map((i) => rounded(1e-3 * Math.exp(Math.sin(k) + wobble(i + k))))),
    },
    diagnosis: {
      severity: sick ? 'SICK' : null, checked: ['loss', 'activations', 'gradients'],
      causes: sick ? [
        cause({
          name: 'unstable training', severity: 'SICK', path: '0.1', place: '0.1 (ReLU)',
          says: 'Its output deviation grew up to 60.8-fold and collapsed 3 times, first at batch 12.',
          means: 'Activations grow exponentially until one update overshoots; after that the layer puts out nearly the same for every input.',
          advice: 'Lower the learning rate to a third: from 0.6 to about 0.2.', consequences: ['vanishing gradients in 1.0.weight', 'updates too small'],
        }),
        cause({ name: 'dead units', severity: 'WARNING', path: '0.2', place: '0.2 (BatchNorm2d 16)', says: 'Half of its units are dead.', means: 'They put out the same for all inputs.', advice: 'Use a smaller learning rate.', begin: Math.round(step / 2), end: step }),
      ] : [],
      news: sick ? [{ step: 20, severity: 'WARNING', name: 'dead units' }, { step: 40, severity: 'SICK', name: 'unstable training' }] : [],
    },
    layers: [],
    system: { stepsPerSecond: 31.2, heapMegabytes: 120, nativeMegabytes: 40, watchingShare: 0.1 },
    samples: Array.from({ length: samples }, (_, i) => ({ step: 10 * i, title: `sample ${i}`, png: picture(i) })),
    merged: '',
  };
  /* Noted after every tenth batch, at the number of batches so far. */
  function usageLines() {
    const noted = Array.from({ length: Math.floor(step / 10) + 1 }, (_, i) => 10 * i);
    const line = (group, name, value) => ({ group, name, kind: 'usage', steps: noted, values: noted.map((at) => rounded(value(at))) });
    return [
      ...['heap', 'native', 'resident'].map((name, i) => line('memory', name, (at) => 100 * (i + 1) + at)),
      line('speed', 'steps per second', (at) => 30 + wobble(at)),
    ];
  }
  function picture(i) {
    const canvas = document.createElement('canvas');
    canvas.width = 28;
    canvas.height = 28;
    const ctx = canvas.getContext('2d');
    ctx.fillStyle = `rgb(${20 * i} 120 90)`;
    ctx.fillRect(4, 4, 20, 20);
    return canvas.toDataURL('image/png');
  }
};
