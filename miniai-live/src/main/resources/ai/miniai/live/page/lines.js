/* Loss and metrics; and rates, memory and speed. */
(function (miniai) {
  'use strict';

  const { element } = miniai;
  const TITLES = { loss: 'Loss', lr: 'Learning rate', momentum: 'Momentum', memory: 'Memory (MB)', speed: 'Speed' };
  const FIRST = ['loss'];
  /* What is no result of the training. */
  const USED = ['lr', 'momentum', 'memory', 'speed'];

  const title = (group) => TITLES[group] || miniai.shorten(group.charAt(0).toUpperCase() + group.slice(1), 60);

  /**
   * An exponential average that forgets after a fortieth of the run, without its bias towards 0. Gaps stay gaps. Of
   * values that need a logarithmic axis it is that of the logarithms: a single explosion does not hide what follows.
   */
  function smoothed(values) {
    return miniai.spreads(values) ? averaged(values.map((value) => (value > 0 ? Math.log(value) : null))).map((value) => (value === null ? null : Math.exp(value))) : averaged(values);
  }

  function averaged(values) {
    const keep = 1 - 1 / Math.max(2, values.length / 40);
    let sum = 0;
    let weight = 0;
    return values.map((value) => {
      if (!miniai.isNumber(value)) {
        return null;
      }
      sum = keep * sum + (1 - keep) * value;
      weight = keep * weight + (1 - keep);
      return sum / weight;
    });
  }

  /** The lines of one series; {@code color} of its run if there are several. */
  function lines(series, run, color) {
    const several = color !== null;
    const name = (text) => (several ? `${miniai.shorten(run.name, 40)}: ${text}` : text);
    const line = (more) => ({ steps: series.steps, values: series.values, counted: ['validation', 'usage'].includes(series.kind), ...more });
    const own = (index) => color ?? miniai.colors.line(index);
    if (series.kind === 'training' && series.group !== 'loss') {
      return [line({ label: name('training'), color: own(0), points: true, counted: true, dash: several ? [1, 3] : undefined, strict: true })];
    }
    if (series.kind === 'training') {
      const smooth = line({ label: name('smoothed'), color: own(0), width: 2, values: smoothed(series.values), strict: true });
      const raw = line({ label: name('training'), color: own(0) + '80', width: 1, low: series.low, high: series.high, strict: true });
      return several ? [smooth] : [raw, smooth];
    }
    if (series.kind === 'validation') {
      return [line({ label: name('validation'), color: own(1), points: true, width: 1.5, dash: several ? [4, 3] : undefined, strict: true })];
    }
    if (series.kind === 'guessing') {
      const value = series.values[0];
      return [line({ label: series.name, color: miniai.colors.variable('--soft'), width: 1, dash: [6, 4], steps: [0, run.last], values: [value, value] })];
    }
    const index = run.series.filter((one) => one.group === series.group).indexOf(series);
    return [line({
      label: name(series.name), color: own(2 + index), low: series.low, high: series.high,
      dash: several ? miniai.dash(index) : undefined,
    })];
  }

  /* Runs on the same data have the same level of guessing, which is drawn once. */
  function once(lines) {
    const key = (line) => JSON.stringify([line.label, line.color, line.values]);
    return lines.filter((line, i) => line.steps.length !== 2 || lines.findIndex((other) => key(other) === key(line)) === i);
  }

  /* A momentum of 0 throughout is none. */
  const tells = (series) => series.kind !== 'value' || series.values.some((value) => value !== 0);

  class Lines {
    /** Charts of the losses and metrics. */
    static measured(root, page) {
      return new Lines(root, page, 'Loss and metrics', (group) => !USED.includes(group));
    }

    /** Charts of rates, memory and speed. */
    static used(root, page) {
      return new Lines(root, page, 'Rates, memory and speed', (group) => USED.includes(group));
    }

    constructor(root, page, heading, shows) {
      Object.assign(this, { root, page, shows, scale: '', charts: new Map() });
      this.choice = miniai.choice('Axis', [['', 'as fits'], ['linear', 'linear'], ['log', 'logarithmic']], (scale) => {
        this.scale = scale;
        this.update();
      });
      this.choice.select.setAttribute('aria-label', 'Axis: ' + heading);
      this.host = element('div', { class: 'charts' });
      root.append(element('div', { class: 'bar' }, element('h2', {}, heading), this.choice.root), this.host);
    }

    update() {
      const runs = this.page.shown;
      const groups = [...new Set([...FIRST, ...runs.flatMap((run) => run.series.map((one) => one.group))])]
        .filter((group) => this.shows(group) && runs.some((run) => run.series.some((one) => one.group === group && tells(one))));
      groups.sort((a, b) => USED.indexOf(a) - USED.indexOf(b));
      this.root.hidden = groups.length === 0;
      for (const [group, chart] of this.charts) {
        if (!groups.includes(group)) {
          chart.remove();
          this.charts.delete(group);
        }
      }
      groups.forEach((group) => this.chart(group, runs));
      const roots = groups.map((group) => this.charts.get(group).root);
      if (roots.some((root, i) => root !== this.host.children[i])) {
        this.host.append(...roots); // a metric comes only at the end of the first epoch
      }
    }

    chart(group, runs) {
      if (!this.charts.has(group)) {
        this.charts.set(group, new miniai.Chart(this.host, this.page.clock, title(group)));
      }
      this.charts.get(group).set({
        lines: once(runs.flatMap((run) =>
          run.series.filter((one) => one.group === group).flatMap((one) => lines(one, run, runs.length > 1 ? this.page.color(run.id) : null)))),
        scale: this.scale || (group === 'loss' ? '' : 'linear'), ...this.page.marks(),
      });
    }
  }

  Object.assign(miniai, { Lines, smoothed });
})((window.miniai = window.miniai || {}));
