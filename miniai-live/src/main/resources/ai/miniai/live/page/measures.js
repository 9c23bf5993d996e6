/* What the overview can show of every layer. */
(function (miniai) {
  'use strict';

  const { number, percent } = miniai;

  /** Of the deviations in a column, the one that is farthest from 1, so that a single spike shows. */
  function farthest(layer, i) {
    const least = layer.stdMin ? layer.stdMin[i] : null;
    const most = layer.stdMax ? layer.stdMax[i] : null;
    if (!(most > 0) || least === null) {
      return layer.std[i];
    }
    return least * most < 1 ? least : most;
  }

  function stdText(layer, i) {
    const least = layer.stdMin?.[i];
    const most = layer.stdMax?.[i];
    const range = miniai.isNumber(least) && miniai.isNumber(most) && most > least ? ` (${number(least)} to ${number(most)})` : '';
    return number(layer.std[i]) + range;
  }

  const SHARES = [
    ['nearZero', 'near zero'],
    ['deadUnits', 'dead units'],
    ['zeros', 'exact zeros'],
    ['overflow', 'past the histogram’s range'],
    ['nonFinite', 'not finite'],
  ];

  const title = (layer) => (layer.label ? layer.name + ' ' + layer.label : layer.name);

  const known = (layer, i) => layer.size?.[i] !== 0;

  /** NaN if some of the values were not finite, null if there were none. */
  function checked(layer, i, value) {
    return layer.nonFinite?.[i] > 0 ? NaN : !known(layer, i) || !miniai.isNumber(value) ? null : value;
  }

  function deviation(quantity) {
    return {
      key: quantity + '/std', group: quantity, label: 'deviation', quantity, compare: 'ratio',
      rows: (run) =>
        run.recording(quantity)?.layers.map((layer) => ({
          name: layer.name, title: title(layer),
          value: (i) => checked(layer, i, farthest(layer, i)),
          text: (i) => stdText(layer, i),
        })) || [],
      columns: (run) => run.recording(quantity)?.columns,
      scale: (values) => (quantity === 'activations' ? miniai.ratioScale(1, 2) : miniai.fittedScale(values())),
      about: quantity === 'activations'
        ? 'Standard deviation of each layer’s outputs. Healthy near 1: blue is smaller, red is larger.'
        : `Standard deviation of the ${quantity} of each layer.`,
    };
  }

  function share(quantity, field, label) {
    return {
      key: quantity + '/' + field, group: quantity, label, quantity, compare: 'difference',
      rows: (run) =>
        run.recording(quantity)?.layers.map((layer) => ({
          name: layer.name, title: title(layer),
          value: (i) => (field === 'nonFinite' ? layer.nonFinite?.[i] ?? null : checked(layer, i, layer[field]?.[i])),
          text: (i) => percent(layer[field]?.[i]),
        })) || [],
      columns: (run) => run.recording(quantity)?.columns,
      scale: miniai.shareScale,
      about: `Share of the ${field === 'deadUnits' ? 'units that never differ' : quantity} of each layer: ${label}.`,
    };
  }

  /** The rows of the ratios belong to parameters, which were recorded as updates too. */
  const RATIOS = {
    key: 'ratios', group: 'parameters', label: 'update : weight', quantity: 'updates', compare: 'ratio',
    rows: (run) =>
      (run.view.ratios?.names || []).map((name, row) => {
        const update = run.layer('updates', name);
        return {
          name, title: update ? title(update) : name,
          value: (i) => {
            const ratio = run.view.ratios.values[row][i];
            return miniai.isNumber(ratio) ? ratio : update?.nonFinite?.[i] > 0 ? NaN : null;
          },
          text: (i) => number(run.view.ratios.values[row][i]),
        };
      }),
    columns: (run) => run.view.ratios?.columns,
    scale: () => miniai.ratioScale(1e-3, 2),
    about: 'Size of each update divided by that of the weights. Healthy near 0.001: blue is slow, red is rash.',
  };

  /** The measures that at least one of these runs has. */
  function measures(runs) {
    const recorded = runs.flatMap((run) => run.recordings.map((one) => one.quantity));
    const quantities = [...new Set(['activations', ...recorded])].filter((quantity) => recorded.includes(quantity));
    const found = quantities.flatMap((quantity) => {
      const layers = runs.flatMap((run) => run.recording(quantity)?.layers || []);
      const has = (field) => layers.some((layer) => layer[field]?.some((value) => value > 0));
      return [
        deviation(quantity),
        ...SHARES.filter(([field]) => has(field)).map(([field, label]) => share(quantity, field, label)),
      ];
    });
    const first = found.findIndex((one) => one.quantity !== 'activations');
    if (runs.some((run) => run.view.ratios?.names?.length > 0)) {
      found.splice(first < 0 ? found.length : first, 0, RATIOS);
    }
    return found;
  }

  Object.assign(miniai, { measures, title });
})((window.miniai = window.miniai || {}));
