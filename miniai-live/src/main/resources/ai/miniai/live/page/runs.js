/* The list of runs: any number of them can be chosen. Those with the same first finding stand together. */
(function (miniai) {
  'use strict';

  const { element } = miniai;
  const SOUND = 'No sign of trouble';

  class Runs {
    constructor(root, page) {
      Object.assign(this, { root, page, key: '' });
    }

    update() {
      const list = this.page.list;
      this.root.hidden = list.length < 2;
      const key = JSON.stringify([list.map((one) => [one.id, one.name, one.state, one.headline]), this.page.chosen, miniai.colors.theme()]);
      if (this.root.hidden || key === this.key) {
        return;
      }
      this.key = key;
      const focused = document.activeElement?.dataset?.run;
      const groups = new Map();
      list.forEach((one) => groups.set(one.headline || SOUND, [...(groups.get(one.headline || SOUND) || []), one]));
      this.root.replaceChildren(...Array.from(groups, ([headline, runs]) => this.group(headline, runs)));
      if (focused) {
        this.root.querySelector(`[data-run="${CSS.escape(focused)}"]`)?.focus();
      }
    }

    group(headline, runs) {
      const severity = runs[0].severity;
      return element('fieldset', {},
        element('legend', { class: 'severity ' + (severity || 'fine').toLowerCase() }, miniai.shorten(headline, 80)),
        runs.map((run) => this.one(run)));
    }

    one(run) {
      const box = element('input', {
        type: 'checkbox', 'data-run': run.id, checked: this.page.chosen.includes(run.id),
        onchange: () => this.page.choose(run.id, box.checked),
      });
      return element('label', {}, box, miniai.swatch(this.page.color(run.id)),
        element('span', { title: String(run.name).slice(0, 300) }, miniai.shorten(run.name, 60)),
        element('small', {}, miniai.stateWord(run.state)));
    }
  }

  miniai.Runs = Runs;
})((window.miniai = window.miniai || {}));
