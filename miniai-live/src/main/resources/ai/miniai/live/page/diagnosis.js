/* What the doctor says: each cause with its meaning, advice and consequences. */
(function (miniai) {
  'use strict';

  const { element, shorten, count } = miniai;
  const ICONS = {
    sick: 'M8 1.5 15 14H1ZM8 6v4M8 11.5v1', warning: 'M8 1.5 15 14H1ZM8 6v4M8 11.5v1',
    note: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1ZM8 7v5M8 4v1', fine: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1ZM5 8l2 2 4-4',
  };

  class Diagnosis {
    constructor(root, page) {
      Object.assign(this, { root, page, key: '' });
      this.content = element('div', {});
      this.past = element('p', { class: 'past', hidden: true });
      root.append(this.content, this.past);
      page.clock.on((what) => what === 'cursor' && this.tellPast());
    }

    update() {
      const runs = this.page.shown.filter((run) => run.view.diagnosis);
      this.root.hidden = runs.length === 0;
      const key = JSON.stringify([miniai.colors.theme(), ...runs.map((run) => [run.id, run.name, run.view.diagnosis])]);
      if (key !== this.key) {
        this.key = key;
        const open = new Set(Array.from(this.root.querySelectorAll('details[open]'), (one) => one.dataset.cause));
        this.content.replaceChildren(...runs.map((run) => this.run(run, runs.length > 1, open)));
      }
      this.tellPast();
    }

    run(run, named, open) {
      const { causes = [], checked = [] } = run.view.diagnosis;
      const name = named
        ? element('h2', {}, miniai.swatch(this.page.color(run.id)), shorten(run.name, 80))
        : null;
      const text = checked.length > 0
        ? `No sign of trouble found (checked: ${checked.join(', ')}).`
        : 'Nothing was examined yet.';
      const content = causes.length > 0
        ? causes.map((cause, i) => this.cause(run, cause, i, open, named))
        : [element('p', { class: 'severity fine' }, miniai.icon(ICONS.fine), text)];
      return element('article', {}, name, content);
    }

    cause(run, cause, i, open, named) {
      const severity = cause.severity.toLowerCase();
      const id = run.id + '/' + cause.name;
      const say = (title, text) =>
        text ? element('div', { class: 'said' }, element('dt', {}, title), element('dd', {}, shorten(text, 2000))) : null;
      const consequences = cause.consequences || [];
      return element('details', { class: 'cause ' + severity, 'data-cause': id, open: (i === 0 && !named) || open.has(id) },
        element('summary', {},
          element('span', { class: 'severity ' + severity }, miniai.icon(ICONS[severity] || ICONS.note), cause.severity),
          element('span', { class: 'headline' }, this.headline(cause))),
        element('div', { class: 'more' },
          element('dl', {},
            say('What it means', cause.means), say('What to do', cause.advice),
            say('It explains', consequences.length > 0 ? consequences.join('; ') + '.' : '')),
          this.links(run, cause)));
    }

    /* "name in place. what was measured" as the doctor says it on the console. */
    headline(cause) {
      const place = cause.place ? ' in ' + shorten(cause.place, 120) : '';
      const says = cause.says ? '. ' + shorten(cause.says, 600) : '';
      return [element('b', {}, shorten(miniai.pattern(cause), 120) + place), says];
    }

    links(run, cause) {
      const links = element('p', { class: 'links' });
      if (miniai.isNumber(cause.begin)) {
        links.append(element('button', { type: 'button', onclick: () => this.page.clock.pin(cause.begin) }, `Go to step ${count(cause.begin)}`));
      }
      if (cause.path && run.recordings.some((one) => run.layer(one.quantity, cause.path))) {
        links.append(element('button', { type: 'button', onclick: () => this.page.open(cause.path) }, `Show ${shorten(cause.path, 40)}`));
      }
      return links.children.length > 0 ? links : null;
    }

    /** When the cursor is in the past: what was said by then. */
    tellPast() {
      const { clock } = this.page;
      const run = this.page.shown.length === 1 ? this.page.shown[0] : null;
      const news = run?.view.diagnosis?.news || [];
      this.past.hidden = clock.pinned === null || news.length === 0;
      if (!this.past.hidden) {
        const said = news.filter((one) => miniai.stepAfter(one.step) <= clock.pinned).at(-1);
        this.past.textContent = `By step ${count(clock.pinned)} the doctor had ` +
          (said ? `said: ${shorten(said.name, 120)} (${said.severity}, at step ${count(miniai.stepAfter(said.step))}).` : 'found nothing.');
      }
    }
  }

  miniai.Diagnosis = Diagnosis;
})((window.miniai = window.miniai || {}));
