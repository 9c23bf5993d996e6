/* One layer: its histograms over time (the colour dimension), the histogram at the cursor, and its lines. */
(function (miniai) {
  'use strict';

  const { element, number, count, percent, shorten } = miniai;
  const HEIGHT = 264;
  const SLICE = 110;
  const LABEL = 13;

  /** The number of values that a stored number stands for. */
  const countOf = (stored) => Math.round(Math.expm1(stored / 1000));

  /** The highest of the stored numbers of a layer, and of those that values outside its bins would have. */
  function highest({ layer, histogram }) {
    const outside = (share, i) => 1000 * Math.log1p(share * layer.size[i]);
    const most = (numbers) => numbers.reduce((a, b) => (a > b ? a : b), 0);
    return Math.max(most(histogram.numbers),
      ...['overflow', 'underflow'].map((field) => most((layer[field] || []).map(outside))));
  }

  /** The rows of the picture, the highest first: NaN, past the range, the bins that are used, below the range. */
  class Bins {
    constructor(layers, histograms) {
      const layer = layers[0];
      this.bins = layer.bins;
      this.min = layer.min;
      this.max = layer.max;
      this.octaves = layer.scale === 'octaves';
      const any = (field) => layers.some((one) => one[field]?.some((share) => share > 0));
      this.from = 0;
      this.to = this.bins;
      if (this.octaves) {
        this.narrow(histograms);
      }
      this.top = [...(any('nonFinite') ? ['nonFinite'] : []), ...(any('overflow') ? ['overflow'] : [])];
      this.bottom = any('underflow') ? ['underflow'] : [];
      this.count = this.top.length + this.to - this.from + this.bottom.length;
    }

    /* Of octaves only those between the first and the last one that is used. */
    narrow(histograms) {
      let first = this.bins;
      let last = 0;
      for (const { numbers } of histograms) {
        for (let i = 0; i < numbers.length; i++) {
          if (numbers[i] > 0) {
            first = Math.min(first, i % this.bins);
            last = Math.max(last, (i % this.bins) + 1);
          }
        }
      }
      if (last > first) {
        this.from = Math.max(0, Math.min(first, last - 4));
        this.to = last;
      }
    }

    /** What a row stands for: a bin, or one of "nonFinite", "overflow" and "underflow". */
    at(row) {
      const bin = this.to - 1 - (row - this.top.length);
      return row < this.top.length ? this.top[row] : bin >= this.from ? bin : 'underflow';
    }

    edge(bin) {
      return this.octaves ? this.min * Math.pow(2, bin) : this.min + ((this.max - this.min) * bin) / this.bins;
    }

    text(row) {
      const at = this.at(row);
      return {
        nonFinite: 'NaN or infinite', overflow: `past ${number(this.edge(this.bins))}`, underflow: `below ${number(this.edge(0))}`,
      }[at] || `${number(this.edge(at))} to ${number(this.edge(at + 1))}`;
    }

    /** Labels for the part of the rows that is shown. */
    ticks(fromRow, toRow) {
      const each = HEIGHT / (toRow - fromRow);
      const found = [];
      const add = (row, text) => {
        if (row >= fromRow && row <= toRow && found.every((one) => Math.abs(one.row - row) * each >= LABEL)) {
          found.push({ row, text });
        }
      };
      this.top.forEach((name, i) => add(i + 0.5, name === 'nonFinite' ? 'NaN' : '> ' + number(this.edge(this.bins), 2)));
      this.bottom.forEach(() => add(this.count - 0.5, '< ' + number(this.edge(0), 1)));
      const rowOf = (bin) => this.top.length + this.to - bin;
      const binAt = (row) => Math.min(this.to, Math.max(this.from, this.to - (row - this.top.length)));
      const [low, high] = [this.edge(binAt(toRow)), this.edge(binAt(fromRow))];
      if (this.octaves) {
        miniai.logTicks(Math.log10(low), Math.log10(high), 7).forEach((power) =>
          add(rowOf((power - Math.log10(this.min)) / Math.log10(2)), number(Number(Math.pow(10, power).toPrecision(6)), 2)));
      } else {
        miniai.ticks(low, high, 6).forEach((value) => add(rowOf(((value - this.min) * this.bins) / (this.max - this.min)), number(value)));
      }
      return found;
    }
  }

  /** Colour dimension and slice of one run. */
  class ColorDim {
    constructor(host, page) {
      this.page = page;
      this.heading = element('h3', {});
      this.slice = element('canvas', { class: 'slice', 'aria-hidden': 'true' });
      this.told = miniai.told();
      this.middle = element('div', { class: 'middle' });
      this.sliceHeading = element('p', { class: 'about sliceheading' });
      this.root = element('article', { class: 'colordim' }, this.heading,
        element('div', { class: 'rows' }, this.middle, element('div', { class: 'sliced' }, this.slice, this.sliceHeading)), this.told);
      host.append(this.root);
      this.map = new miniai.HeatMap(this.middle, page.clock, miniai.CHART_LEFT);
    }

    /** Returns whether there is a histogram to show. */
    set({ run, title, layer, histogram, bins, columns, peak, training }) {
      const spans = miniai.spans(columns, training, run.last);
      Object.assign(this, { layer, histogram, bins, spans, peak });
      this.heading.hidden = !title;
      this.heading.replaceChildren(...(title ? [miniai.swatch(this.page.color(run.id)), title] : []));
      this.map.set({
        spans, count: bins.count, height: HEIGHT,
        value: (row, i) => this.value(row, spans.index[i]),
        scale: { palette: 'viridis', place: (value) => Math.min(1, value / peak) },
        ticks: (from, to) => bins.ticks(from, to),
        label: `Histograms of ${layer.name.slice(0, 100)} over time, ${miniai.plural(spans.begin.length, 'column')}, ${bins.text(bins.count - 1)} at the bottom, ${bins.text(0)} on top`,
        pointed: (row, i) => this.tell(row, i),
        zoomRows: true, ...this.page.marks([run]),
      });
    }

    /** How many values are in a row of a column; null if nothing was recorded. */
    count(row, column) {
      const { layer, bins } = this;
      const size = layer.size?.[column];
      if (size === 0 || column >= this.histogram.columns) {
        return null;
      }
      const at = bins.at(row);
      return typeof at === 'string' ? Math.round((layer[at]?.[column] || 0) * size) : countOf(this.histogram.numbers[column * bins.bins + at]);
    }

    value(row, column) {
      const values = this.count(row, column);
      if (values === null) {
        return null;
      }
      return (this.bins.at(row) === 'nonFinite' && values > 0) || this.layer.nonFinite?.[column] === 1 ? NaN : 1000 * Math.log1p(values);
    }

    tell(row, i) {
      const column = i < 0 ? -1 : this.spans.index[i];
      this.drawSlice(column, row);
      const { layer } = this;
      const step = i < 0 ? `step ${count(this.page.clock.at)}: not recorded` : `step ${count(this.spans.begin[i])}`;
      this.sliceHeading.textContent = i < 0 ? 'not recorded' : step;
      if (column < 0) {
        miniai.tell(this.told, step, this.page.clock);
        return;
      }
      const merged = this.spans.end[i] - this.spans.begin[i] > 1 ? ` to ${count(this.spans.end[i] - 1)}` : '';
      const parts = [step + merged];
      if (row >= 0) {
        const values = this.count(row, column);
        parts.push(`${this.bins.text(row)}: ${values === null ? 'not here yet' : `${count(values)} of ${count(layer.size?.[column])} values`}`);
      }
      parts.push(`mean ${number(layer.mean?.[column])}, deviation ${number(layer.std[column])}`);
      miniai.tell(this.told, parts.join(' · '), this.page.clock);
    }

    /** The histogram of one column, lying on its side beside the picture: bars on a logarithmic scale. */
    drawSlice(column, marked) {
      const ratio = window.devicePixelRatio;
      const { colors } = miniai;
      this.slice.width = SLICE * ratio;
      this.slice.height = HEIGHT * ratio;
      const ctx = this.slice.getContext('2d');
      const { fromRow, toRow } = this.map;
      if (column < 0) {
        return;
      }
      ctx.scale(ratio, ratio);
      const each = HEIGHT / (toRow - fromRow);
      for (let row = fromRow; row < toRow; row++) {
        const values = this.count(row, column);
        const width = values > 0 ? Math.max(1, (SLICE * 1000 * Math.log1p(values)) / this.peak) : 0;
        ctx.fillStyle = this.bins.at(row) === 'nonFinite' ? colors.notFiniteCss : row === marked ? colors.variable('--ink') : colors.line(0);
        const top = Math.round((row - fromRow) * each);
        ctx.fillRect(0, top, Math.min(SLICE, width), Math.max(1, Math.round((row + 1 - fromRow) * each) - top - (each > 4 ? 1 : 0)));
      }
    }

    remove() {
      this.map.remove();
      this.root.remove();
    }
  }

  const CHARTS = [
    ['Standard deviation', [['std', '']], number],
    ['Mean', [['mean', '']], number],
    ['Shares', [['nearZero', 'near zero'], ['deadUnits', 'dead units'], ['zeros', 'exact zeros'], ['overflow', 'past the range'], ['nonFinite', 'not finite']], percent],
  ];

  class Layer {
    constructor(root, page) {
      Object.assign(this, { root, page, name: null, quantity: 'activations', near: false, dims: [], charts: [] });
      this.title = element('h2', {});
      this.layers = miniai.choice('Layer', [], (name) => page.open(name, this.quantity));
      this.quantities = miniai.choice('Of', [], (quantity) => page.open(this.name, quantity));
      this.legend = element('div', { class: 'scale' });
      this.host = element('div', { class: 'dims' });
      this.waiting = element('p', { class: 'about' }, 'The histograms are on their way.');
      this.about = element('p', { class: 'about' }, 'Each column is the histogram of the absolute values at that step; bright bins hold many.',
        element('span', { class: 'hint' }, ' Drag to zoom, double-click for all.'));
      this.lines = element('div', { class: 'charts' });
      root.append(element('div', { class: 'bar' }, this.title, this.layers.root, this.quantities.root),
        this.about, this.legend, this.waiting, this.host, this.lines);
      new IntersectionObserver(([entry]) => {
        this.near = entry.isIntersecting;
        this.update();
      }, { rootMargin: '300px' }).observe(root);
    }

    choose(name, quantity) {
      this.name = name;
      this.quantity = quantity && this.has(quantity, name) ? quantity : this.quantitiesOf(name)[0] || this.quantity;
    }

    has(quantity, name) {
      return this.page.shown.some((run) => run.layer(quantity, name));
    }

    quantitiesOf(name) {
      const recorded = this.page.shown.flatMap((run) => run.recordings.map((one) => one.quantity));
      return [...new Set(['activations', ...recorded])].filter((quantity) => this.has(quantity, name));
    }

    update() {
      const runs = this.page.shown.filter((run) => run.layer(this.quantity, this.name));
      this.root.hidden = runs.length === 0;
      if (this.root.hidden) {
        return;
      }
      const all = new Map(runs.flatMap((run) => run.recording(this.quantity).layers.map((layer) => [layer.name, miniai.title(layer)])));
      miniai.fill(this.layers.select, Array.from(all, ([name, text]) => [name, shorten(text, 80)]), this.name);
      miniai.fill(this.quantities.select, this.quantitiesOf(this.name).map((one) => [one, one]), this.quantity);
      const title = all.get(this.name);
      this.title.textContent = shorten(title, 200);
      this.title.title = title.slice(0, 300);
      this.showDims(runs);
      CHARTS.forEach((chart, i) => this.showChart(runs, chart, i));
    }

    showDims(runs) {
      const { quantity, name } = this;
      const ready = runs
        .map((run) => ({ run, layer: run.layer(quantity, name), histogram: run.histogram(quantity, name, this.near, () => miniai.timed(() => this.update())) }))
        .filter(({ histogram }) => histogram);
      this.waiting.hidden = ready.length > 0;
      this.legend.hidden = ready.length === 0;
      this.about.hidden = ready.length === 0;
      while (this.dims.length > ready.length) {
        this.dims.pop().remove();
      }
      if (ready.length === 0) {
        return;
      }
      const peak = Math.max(1, ...ready.map(highest));
      this.showLegend(peak);
      ready.forEach(({ run, layer, histogram }, i) => {
        const like = ready.filter((one) => one.layer.scale === layer.scale && one.layer.bins === layer.bins && one.layer.max === layer.max);
        const columns = run.recording(quantity).columns;
        this.dims[i] = this.dims[i] || new ColorDim(this.host, this.page);
        this.dims[i].set({
          run, layer, histogram, peak, columns, title: runs.length > 1 ? shorten(run.name, 60) : '',
          bins: new Bins(like.map((one) => one.layer), like.map((one) => one.histogram)),
          training: this.page.training || columns.training.every(Boolean),
        });
      });
    }

    showLegend(peak) {
      const key = peak + miniai.colors.theme();
      if (key !== this.legendKey) {
        this.legendKey = key;
        const most = countOf(peak);
        const powers = Array.from({ length: 7 }, (_, i) => Math.pow(10, i)).filter((power) => power < most / 2);
        this.legend.replaceChildren(...miniai.colorLegend({
          palette: 'viridis',
          ticks: [0, ...powers, most].map((one) => ({ place: (1000 * Math.log1p(one)) / peak, text: count(one) })),
        }).children);
      }
    }

    showChart(runs, [title, fields, format], i) {
      this.charts[i] = this.charts[i] || new miniai.Chart(this.lines, this.page.clock, title);
      const several = runs.length > 1;
      this.charts[i].root.hidden = false;
      const lines = runs.flatMap((run) => {
        const layer = run.layer(this.quantity, this.name);
        const { columns } = run.recording(this.quantity);
        const only = fields.length === 1;
        return fields.filter(([field]) => layer[field]?.some((value) => value !== null && (only || value > 0)))
          .flatMap(([field, label], at) => (only ? [true, false] : [this.page.training]).map((training) =>
            this.line({ run, layer, columns, field, label, at, training, several, format, only })));
      });
      const used = lines.filter((line) => line.steps.length > 0);
      this.charts[i].root.hidden = used.length === 0;
      this.charts[i].set({ lines: used, ...this.page.marks() });
    }

    line({ run, layer, columns, field, label, at, training, several, format, only }) {
      const index = columns.begin.map((_, i) => i).filter((i) => Boolean(columns.training[i]) === training && layer.size?.[i] !== 0);
      const pick = (values) => values && index.map((i) => values[i]);
      const passes = training ? 'training' : 'validation';
      const name = [several ? shorten(run.name, 40) : '', label, only ? passes : ''].filter(Boolean).join(', ');
      const color = several ? this.page.color(run.id) : miniai.colors.line(only ? (training ? 0 : 1) : at);
      const extremes = field === 'std' && training;
      return {
        label: name, color, format, steps: pick(columns.begin), values: pick(layer[field]), strict: true,
        points: only && !training, counted: !training, width: 1.5, dash: several ? miniai.dash(at) : undefined,
        low: extremes ? pick(layer.stdMin) : undefined, high: extremes ? pick(layer.stdMax) : undefined,
      };
    }
  }

  miniai.Layer = Layer;
})((window.miniai = window.miniai || {}));
