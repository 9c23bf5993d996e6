/* A table of several runs: the numbers of each, and how they differ from those of the first. */
(function (miniai) {
  'use strict';

  const { element, number, count, shorten } = miniai;

  const lastNumber = (values) => values.findLast((value) => miniai.isNumber(value));

  function find(run, group, kind) {
    return run.series.find((one) => one.group === group && one.kind === kind);
  }

  /** The mean of the last tenth of the training losses. */
  function finalLoss(run) {
    const values = (find(run, 'loss', 'training')?.values || []).filter(miniai.isNumber);
    const last = values.slice(-Math.max(1, Math.round(values.length / 10)));
    return last.length > 0 ? last.reduce((sum, value) => sum + value, 0) / last.length : undefined;
  }

  function columns(runs) {
    const metrics = [...new Set(runs.flatMap((run) =>
      run.series.filter((one) => one.kind === 'validation' && one.group !== 'loss').map((one) => one.group)))];
    return [
      ['Training loss', finalLoss, number],
      ['Validation loss', (run) => lastNumber(find(run, 'loss', 'validation')?.values || []), number],
      ...metrics.map((group) => [group, (run) => lastNumber(find(run, group, 'validation')?.values || []), number]),
      ['Steps', (run) => run.info.step, count],
      ['Seconds', (run) => (run.info.nanos > 0 ? run.info.nanos / 1e9 : undefined), number],
    ].filter(([, value]) => runs.some((run) => miniai.isNumber(value(run))));
  }

  class Differences {
    constructor(root, page) {
      Object.assign(this, { root, page });
    }

    update() {
      const runs = this.page.shown;
      this.root.hidden = runs.length < 2;
      if (this.root.hidden) {
        return;
      }
      const shown = columns(runs);
      const head = ['Run', 'State', ...shown.map(([name]) => name), 'First finding'];
      this.root.replaceChildren(
        element('h2', {}, 'Differences'),
        element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Table of differences' },
          element('table', {},
            element('caption', {}, `Small numbers: difference to ${shorten(runs[0].name, 60)}.`),
            element('thead', {}, element('tr', {}, head.map((name) => element('th', { scope: 'col' }, name)))),
            element('tbody', {}, runs.map((run, i) => this.row(run, i === 0 ? null : runs[0], shown))))));
    }

    row(run, first, shown) {
      const cell = ([, value, format]) => {
        const own = value(run);
        const other = first && value(first);
        const both = first && miniai.isNumber(own) && miniai.isNumber(other) && own !== other;
        return element('td', {}, format(own), both ? element('small', {}, (own > other ? '+' : '') + format(own - other)) : null);
      };
      const cause = run.causes[0];
      return element('tr', {},
        element('th', { scope: 'row' }, miniai.swatch(this.page.color(run.id)), shorten(run.name, 60)),
        element('td', {}, miniai.stateWord(run.info.state)),
        shown.map(cell),
        element('td', { class: 'severity ' + (cause ? cause.severity.toLowerCase() : 'fine') }, cause ? shorten(miniai.pattern(cause), 80) : 'none'));
    }
  }

  miniai.Differences = Differences;
})((window.miniai = window.miniai || {}));
