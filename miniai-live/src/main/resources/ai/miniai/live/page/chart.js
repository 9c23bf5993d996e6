/* Lines over steps, drawn by uPlot. */
(function (miniai) {
  'use strict';

  const { element, number } = miniai;
  const LEFT = 56;
  const DASHES = [undefined, [4, 3], [1, 3], [8, 3], [8, 6]];

  /** Tells lines of one colour apart. */
  const dash = (i) => DASHES[i % DASHES.length];

  /** The index of the last number that is not greater than {@code limit}; −1 if there is none. */
  function lastUpTo(sorted, limit) {
    let low = -1;
    let high = sorted.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (sorted[middle] <= limit) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** From the least to the greatest, with some room. */
  function padded(least, greatest) {
    if (least === null || greatest === null || !(greatest >= least)) {
      return [0, 1];
    }
    const room = greatest > least ? 0.06 * (greatest - least) : Math.abs(least) * 0.1 || 1;
    return [least - room, greatest + room];
  }

  /** Whether the positive numbers spread so widely that a linear axis would hide most of them. */
  function spreads(all) {
    const values = all.filter(miniai.isNumber);
    if (values.length === 0 || values.some((value) => value < 0)) {
      return false;
    }
    const positive = values.filter((value) => value > 0).sort((a, b) => a - b);
    return positive.length > 0 && positive.at(-1) > 50 * positive[Math.floor(positive.length / 20)];
  }

  /** A power of ten by which values are divided: uPlot has no axes for numbers that are not of a usual size. */
  function unitOf(values) {
    const most = values.reduce((best, value) => (miniai.isNumber(value) ? Math.max(best, Math.abs(value)) : best), 0);
    return most > 1e9 || (most > 0 && most < 1e-6) ? Math.pow(10, Math.floor(Math.log10(most))) : 1;
  }

  /** Labels with as many digits as neighbours need to differ. */
  function labels(splits, value) {
    const most = Math.max(...splits.map(Math.abs));
    const apart = splits.length > 1 ? splits[1] - splits[0] : most;
    const digits = Math.max(3, Math.ceil(Math.log10(most / apart || 1)) + 1);
    return splits.map((one) => number(Number(value(one).toPrecision(12)), digits));
  }

  /** Draws vertical lines at epochs, findings along the top, and where values are not finite. */
  function marks(plot, { epochs, findings, lines }, clock) {
    const { ctx, bbox } = plot;
    const ratio = window.devicePixelRatio;
    const x = (step) => Math.round(plot.valToPos(step, 'x', true));
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    miniai.drawEpochs(ctx, epochs, clock, x, bbox.top, bbox.height, ratio);
    for (const line of lines.filter((one) => one.strict)) {
      ctx.fillStyle = miniai.colors.notFiniteCss;
      line.values.forEach((value, i) => {
        if (value === null) {
          const next = i + 1 < line.steps.length ? x(line.steps[i + 1]) : x(line.steps[i]) + 2 * ratio;
          ctx.fillRect(x(line.steps[i]), bbox.top, Math.max(2 * ratio, next - x(line.steps[i])), 5 * ratio);
        }
      });
    }
    miniai.drawFindings(ctx, findings, x, bbox.top + bbox.height, ratio);
    ctx.restore();
  }

  class Chart extends miniai.Picture {
    constructor(host, clock, title) {
      const legend = element('ul', { class: 'legend' });
      const plot = element('div', { class: 'plot', tabindex: '0', role: 'group' });
      const heading = element('h3', {}, title);
      super(element('figure', { class: 'chart' }, element('figcaption', {}, heading, legend), plot), clock);
      Object.assign(this, { title, heading, legend, plot, drawn: null, key: '' });
      host.append(this.root);
    }

    /**
     * What to draw: lines of { label, color, steps, values, low, high, dash, points, counted, width, format, strict },
     * epochs and findings to mark. The steps of {@code counted} lines are numbers of batches: after the first one, 1. {@code scale} is "log", "linear" or empty to choose by the numbers.
     */
    set(data) {
      this.data = { epochs: [], findings: [], scale: '', ...data };
      this.log = this.data.scale === 'log' || (this.data.scale !== 'linear' && spreads(data.lines.flatMap((line) => line.values)));
      this.unit = unitOf(data.lines.flatMap((line) => line.values));
      this.legend.replaceChildren(
        ...data.lines.map((line) => {
          line.told = element('b', {});
          return element('li', {}, miniai.swatch(line.color, line.points ? 'dot' : 'line', line.dash),
            element('span', { title: line.label.slice(0, 300) }, miniai.shorten(line.label, 60)), ' ', line.told);
        }));
      this.invalidate();
    }

    draw() {
      if (!this.data) {
        return;
      }
      const table = this.table();
      const key = JSON.stringify([this.log, miniai.colors.theme(), ...this.data.lines.map((line) =>
        [line.label, line.color, Boolean(line.low), line.dash, line.points])]);
      if (this.drawn && key === this.key) {
        this.drawn.setSize(this.size());
        this.drawn.setData(table);
      } else {
        if (this.drawn) {
          this.drawn.destroy();
        }
        this.drawn = new uPlot(this.options(), table, this.plot);
        this.key = key;
        this.drawn.ctx.canvas.setAttribute('aria-hidden', 'true');
        this.cursor = element('div', { class: 'cursor' });
        this.drawn.over.append(this.cursor);
        miniai.steer(this.drawn.over, this.clock, { step: (x) => this.drawn.posToVal(x, 'x') });
        this.keys();
      }
      this.describe();
    }

    /* The keys belong to the element that gets the focus, which stays when the plot is made anew. */
    keys() {
      if (!this.steered) {
        miniai.steerKeys(this.plot, this.clock);
        this.steered = true;
      }
    }

    measure() {
      return `${super.measure()} ${this.plot.clientHeight}`;
    }

    size() {
      return { width: this.plot.clientWidth, height: this.plot.clientHeight };
    }

    table() {
      const place = (value) => (!miniai.isNumber(value) || (this.log && value <= 0) ? null : this.log ? Math.log10(value) : value / this.unit);
      const tables = this.data.lines.flatMap((line) => [
        [line.steps, line.values.map(place)],
        ...(line.low ? [[line.steps, line.high.map(place)], [line.steps, line.low.map(place)]] : []),
      ]);
      const some = tables.filter(([steps]) => steps.length > 0);
      return some.length === tables.length && some.length > 0
        ? uPlot.join(tables)
        : uPlot.join([[[0], [null]], ...tables]).filter((_, i) => i !== 1);
    }

    options() {
      const { colors } = miniai;
      const soft = () => colors.variable('--soft');
      const grid = { stroke: () => colors.variable('--grid'), width: 1 };
      const axis = { stroke: soft, font: '11px system-ui, sans-serif', ticks: { ...grid, size: 4 }, grid };
      const series = [{}];
      const bands = [];
      for (const line of this.data.lines) {
        series.push({
          label: '', stroke: line.color, width: line.width || 1.5, dash: line.dash,
          points: line.points ? { show: true, size: 6, fill: line.color } : { show: false },
        });
        if (line.low) {
          const at = series.length;
          series.push({ stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } });
          bands.push({ series: [at, at + 1], fill: line.color + '38' });
        }
      }
      return {
        ...this.size(), series, bands,
        padding: [8, 12, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [this.clock.from, this.clock.to] },
          y: { range: (plot, least, greatest) => padded(least, greatest) },
        },
        axes: [
          { ...axis, size: 26, splits: (plot, _, from, to) => miniai.ticks(from, to, plot.bbox.width / devicePixelRatio / 80, true),
            values: (plot, splits) => splits.map(miniai.stepText) },
          { ...axis, size: LEFT, splits: (plot, _, from, to) => (this.log ? miniai.logTicks(from, to, 5) : miniai.ticks(from, to, 5)),
            values: (plot, splits) => (this.log ? splits.map((one) => number(Number(Math.pow(10, one).toPrecision(6)))) : labels(splits, (one) => one * this.unit)) },
        ],
        hooks: { draw: [(plot) => marks(plot, this.data, this.clock)] },
      };
    }

    /** Moves the cursor, and tells the values there. */
    point() {
      if (!this.drawn) {
        return;
      }
      const at = this.clock.at;
      const x = this.drawn.valToPos(at, 'x');
      this.cursor.hidden = !(x >= 0 && x <= this.drawn.over.clientWidth);
      this.cursor.style.transform = `translateX(${x}px)`;
      for (const line of this.data.lines) {
        line.told.textContent = this.told(line, line.counted ? at + 1 : at);
      }
    }

    told(line, step) {
      const i = lastUpTo(line.steps, step);
      const format = line.format || number;
      if (i < 0) {
        return '';
      }
      if (line.values[i] === null) {
        return line.strict ? 'NaN' : '–';
      }
      const spread = line.low && line.low[i] !== line.high[i] ? ` (${format(line.low[i])} to ${format(line.high[i])})` : '';
      return format(line.values[i]) + spread;
    }

    /** The alternative in words. */
    describe() {
      const last = this.data.lines.map((line) => {
        const value = line.values.at(-1);
        return `${miniai.shorten(line.label, 60)} ${value === null || value === undefined ? 'not a number' : (line.format || number)(value)}`;
      });
      this.plot.setAttribute('aria-label',
        `${this.title}${this.log ? ', logarithmic' : ''}; last: ${last.join(', ') || 'nothing yet'}. Arrow keys move the time.`);
      this.heading.textContent = this.title + (this.log ? ' (log)' : '');
    }

    remove() {
      if (this.drawn) {
        this.drawn.destroy();
      }
      super.remove();
    }
  }

  Object.assign(miniai, { Chart, dash, spreads, lastUpTo, CHART_LEFT: LEFT });
})((window.miniai = window.miniai || {}));
