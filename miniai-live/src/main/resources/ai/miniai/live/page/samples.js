/* Pictures of the data and of predictions, as they were at the cursor. */
(function (miniai) {
  'use strict';

  const { element } = miniai;
  const PNG = 'data:image/png;base64,';

  class Samples {
    constructor(root, page) {
      Object.assign(this, { root, page, key: '' });
      this.host = element('div', { class: 'pictures' });
      root.append(element('h2', {}, 'Samples'), this.host);
      page.clock.on((what) => what === 'cursor' && this.update());
    }

    update() {
      const { shown, clock } = this.page;
      this.root.hidden = shown.every((run) => run.samples.length === 0);
      const now = shown.flatMap((run) => {
        const past = run.samples.filter((one) => miniai.stepAfter(one.step) <= clock.at);
        const step = (past.at(-1) || run.samples[0])?.step;
        return run.samples.filter((one) => one.step === step && String(one.png).startsWith(PNG)).map((one) => ({ run, one }));
      });
      const key = JSON.stringify(now.map(({ run, one }) => [run.id, one.step, one.title]));
      if (key !== this.key) {
        this.key = key;
        this.host.replaceChildren(...now.map(({ one }) => {
          const text = `Step ${miniai.count(miniai.stepAfter(one.step))}${one.title ? ': ' + miniai.shorten(one.title, 200) : ''}`;
          return element('figure', {}, element('img', { src: one.png, alt: text }), element('figcaption', {}, text));
        }));
      }
    }
  }

  miniai.Samples = Samples;
})((window.miniai = window.miniai || {}));
