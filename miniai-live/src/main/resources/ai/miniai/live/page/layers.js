/* The overview: all layers over time, one row each. */
(function (miniai) {
  'use strict';

  const { element, shorten } = miniai;
  const COMPACT = 720;
  const MANY = 60;

  const rowHeight = (rows) => (rows <= 12 ? 26 : rows <= 30 ? 20 : 15);

  /** Whether a name fits the filter: a part of it, or a pattern with *. */
  function matcher(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted.includes('*')) {
      return (title) => title.toLowerCase().includes(wanted);
    }
    const parts = wanted.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp('^' + parts.join('.*') + '( |$)');
    return (title) => pattern.test(title.toLowerCase());
  }

  /** Rows of the difference of two runs, by name and step. */
  function differenceRows(measure, run, base, spans, baseSpans) {
    const others = new Map(measure.rows(base).map((row) => [row.name, row]));
    return measure.rows(run).filter((row) => others.has(row.name)).map((row) => {
      const other = others.get(row.name);
      const partner = (i) => {
        const at = miniai.spanAt(baseSpans, spans.begin[spans.index.indexOf(i)]);
        return at < 0 ? -1 : baseSpans.index[at];
      };
      return {
        ...row,
        value: (i) => {
          const j = partner(i);
          const [own, theirs] = [row.value(i), j < 0 ? null : other.value(j)];
          if (own === null || theirs === null) {
            return null;
          }
          return measure.compare === 'difference' ? own - theirs : theirs > 0 ? own / theirs : Number.isNaN(theirs) ? NaN : null;
        },
        text: (i) => {
          const j = partner(i);
          return `${row.text(i)} against ${j < 0 ? '–' : other.text(j)}`;
        },
      };
    });
  }

  /** Names, heat map and values of one run. */
  class LayerMap {
    constructor(host, page) {
      Object.assign(this, { page, key: '', rows: [] });
      this.heading = element('h3', {});
      this.names = element('div', { class: 'names', role: 'group', 'aria-label': 'Layers' });
      this.values = element('div', { class: 'values', 'aria-hidden': 'true' });
      this.middle = element('div', { class: 'middle' });
      this.told = miniai.told();
      this.scroller = element('div', { class: 'rows' }, this.names, this.middle, this.values);
      this.root = element('article', { class: 'layermap' }, this.heading, this.scroller, this.told);
      host.append(this.root);
      this.map = new miniai.HeatMap(this.middle, page.clock, 0);
      this.names.addEventListener('keydown', (event) => this.key(event));
    }

    set({ run, title, color, measure, scale, rows, spans, compact }) {
      this.heading.hidden = !title;
      this.heading.replaceChildren(...(title ? [miniai.swatch(color), title] : []));
      this.rows = rows;
      this.spans = spans;
      const height = Math.max(40, compact && rows.length > 0 ? Math.max(2, Math.floor(COMPACT / rows.length)) * rows.length : rowHeight(rows.length) * rows.length);
      this.place(height);
      this.map.chosen = rows.findIndex((row) => row.name === this.page.layer.name);
      this.map.set({
        spans, scale, height, count: Math.max(1, rows.length),
        value: (row, i) => (rows[row] ? rows[row].value(spans.index[i]) : null),
        label: this.describe(measure), ...this.page.marks([run]),
        choose: (row) => rows[row] && this.page.open(rows[row].name, measure.quantity),
        pointed: (row, i) => this.tell(row, i),
      });
      this.mark();
    }

    /** The names and the places for values, made anew only if they have changed. */
    place(height) {
      const each = height / Math.max(1, this.rows.length);
      const key = JSON.stringify([each, this.rows.map((row) => row.title)]);
      if (key === this.key) {
        return;
      }
      this.key = key;
      const every = Math.max(1, Math.ceil(14 / each));
      const line = (tag, attributes, i, text) => {
        const made = element(tag, attributes, text);
        made.style.top = i * each + 'px';
        made.style.height = Math.max(14, each) + 'px';
        return made;
      };
      const shown = this.rows.map((row, i) => [row, i]).filter(([, i]) => i % every === 0);
      this.names.style.height = height + 'px';
      this.values.style.height = height + 'px';
      this.values.hidden = every > 1;
      this.names.replaceChildren(...shown.map(([row, i]) =>
        line('button', { type: 'button', tabindex: '-1', title: row.title.slice(0, 300), 'data-row': i, onclick: () => this.map.data.choose(i) },
          i, shorten(row.title, 200))));
      this.values.replaceChildren(...(every > 1 ? [] : shown.map(([, i]) => line('span', {}, i, ''))));
    }

    mark() {
      const buttons = Array.from(this.names.children);
      const chosen = buttons.find((one) => Number(one.dataset.row) === this.map.chosen);
      buttons.forEach((one) => {
        one.tabIndex = one === (chosen || buttons[0]) ? 0 : -1;
        one.setAttribute('aria-pressed', String(one === chosen));
      });
    }

    /* Arrows move through the names; only one of them is a stop of the tab key. */
    key(event) {
      const step = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' }[event.key];
      const next = step && document.activeElement[step];
      if (next) {
        next.focus();
        event.preventDefault();
      }
    }

    tell(row, i) {
      const column = i < 0 ? -1 : this.spans.index[i];
      if (!this.values.hidden) {
        Array.from(this.values.children).forEach((one, r) => {
          const value = column < 0 ? null : this.rows[r]?.value(column);
          const text = column < 0 || value === null || value === undefined ? '–' : Number.isNaN(value) ? 'NaN' : this.rows[r].text(column).split(' ')[0];
          if (one.textContent !== text) {
            one.textContent = text;
          }
        });
      }
      const marked = this.rows[row];
      miniai.tell(this.told, marked
        ? `${shorten(marked.title, 60)} · ${this.stepsText(i)} · ${column < 0 ? 'not recorded' : Number.isNaN(marked.value(column)) ? 'NaN or infinite' : marked.text(column)}`
        : ' ', this.page.clock);
    }

    stepsText(i) {
      if (i < 0) {
        return 'step ' + miniai.count(this.page.clock.at);
      }
      const begin = this.spans.begin[i];
      const end = this.spans.end[i];
      return end - begin > 1 ? `steps ${miniai.count(begin)} to ${miniai.count(end - 1)}` : 'step ' + miniai.count(begin);
    }

    /** In words: what is shown, and which layers stand out at the end. */
    describe(measure) {
      const last = this.spans.index.at(-1);
      const ends = last === undefined ? [] : this.rows.map((row) => ({ row, value: row.value(last) }));
      const name = ({ row }) => `${shorten(row.title, 40)} ${row.text(last)}`;
      const known = ends.filter(({ value }) => miniai.isNumber(value)).sort((a, b) => a.value - b.value);
      const range = known.length > 1 ? `; smallest at the end: ${name(known[0])}, largest: ${name(known.at(-1))}` : '';
      const bad = ends.filter(({ value }) => Number.isNaN(value));
      const trouble = bad.length > 0 ? `; not finite at the end: ${bad.slice(0, 5).map(({ row }) => shorten(row.title, 40)).join(', ')}` : '';
      return `Heat map of ${measure.group}, ${measure.label}: ${miniai.plural(this.rows.length, 'layer')}, ${miniai.plural(this.spans.begin.length, 'column')}${range}${trouble}`;
    }

    remove() {
      this.map.remove();
      this.root.remove();
    }
  }

  class Layers {
    constructor(root, page) {
      Object.assign(this, { root, page, maps: [], compact: true });
      const again = () => page.changed();
      this.measure = miniai.choice('Show', [], again);
      this.passes = miniai.choice('Batches', [['training', 'training'], ['validation', 'validation']], (passes) => {
        page.training = passes === 'training';
        again();
      });
      this.against = miniai.choice('Compare', [], again);
      this.filter = element('input', { type: 'search', placeholder: 'name, or 1.*', oninput: again });
      this.rowsButton = element('button', {
        type: 'button',
        onclick: () => {
          this.compact = !this.compact;
          again();
        },
      });
      this.about = element('p', { class: 'about' });
      this.legend = element('div', {});
      this.host = element('div', { class: 'maps' });
      this.none = element('p', { class: 'about', hidden: true }, 'No layer has such a name.');
      root.append(
        element('div', { class: 'bar' }, element('h2', {}, 'All layers'), this.measure.root, this.passes.root, this.against.root,
          element('label', { class: 'field' }, element('span', {}, 'Filter'), this.filter), this.rowsButton),
        this.about, this.legend, this.none, this.host);
    }

    update() {
      const runs = this.page.shown;
      const found = miniai.measures(runs);
      this.root.hidden = found.length === 0;
      if (this.root.hidden) {
        return;
      }
      const groups = [...new Set(found.map((one) => one.group))];
      miniai.fill(this.measure.select, groups.map((group) => ({
        label: group, options: found.filter((one) => one.group === group).map((one) => [one.key, `${group}: ${one.label}`]),
      })));
      const measure = found.find((one) => one.key === this.measure.select.value) || found[0];
      this.passes.root.hidden = !runs.some((run) => measure.columns(run)?.training.some((flag) => !flag));
      this.against.root.hidden = runs.length < 2;
      miniai.fill(this.against.select, [['', 'side by side'], ...(runs.length > 1 ? [['difference', `difference to ${shorten(runs[0].name, 40)}`]] : [])]);
      this.show(runs, measure);
    }

    show(runs, measure) {
      const difference = runs.length > 1 && this.against.select.value === 'difference';
      const matches = matcher(this.filter.value);
      const base = runs[0];
      const training = this.page.training || this.passes.root.hidden;
      const spans = (run) => miniai.spans(measure.columns(run), training, run.last);
      const all = (difference ? runs.slice(1) : runs).filter((run) => measure.columns(run)).map((run) => {
        const own = spans(run);
        const rows = difference && measure.columns(base) ? differenceRows(measure, run, base, own, spans(base)) : measure.rows(run);
        return { run, spans: own, rows: rows.filter((row) => matches(row.title)) };
      });
      const values = () => all.flatMap(({ rows, spans: own }) => rows.flatMap((row) => own.index.map(row.value)));
      const scale = difference ? (measure.compare === 'difference' ? miniai.differenceScale() : miniai.ratioScale(1, 1)) : measure.scale(values);
      const many = all.some(({ rows }) => rows.length > MANY);
      this.rowsButton.hidden = !many;
      this.rowsButton.textContent = this.compact ? 'Show every name' : 'Show all at once';
      this.none.hidden = all.some(({ rows }) => rows.length > 0);
      this.host.hidden = !this.none.hidden;
      this.about.textContent = (difference ? (measure.compare === 'difference' ? 'Difference of shares. ' : 'Ratio of the two runs: 1 is equal. ') : '') + measure.about +
        runs.filter((run) => run.view.merged).slice(0, 1).map(({ view }) => ` ${view.merged.charAt(0).toUpperCase()}${view.merged.slice(1)}.`).join('');
      const key = JSON.stringify([scale.palette, scale.ticks, miniai.colors.theme()]);
      if (key !== this.legendKey) {
        this.legendKey = key;
        this.legend.replaceChildren(miniai.colorLegend(scale));
      }
      while (this.maps.length > all.length) {
        this.maps.pop().remove();
      }
      all.forEach(({ run, rows, spans: own }, i) => {
        this.maps[i] = this.maps[i] || new LayerMap(this.host, this.page);
        this.maps[i].set({
          run, title: runs.length > 1 ? shorten(run.name, 60) : '', color: this.page.color(run.id),
          measure, scale, rows, spans: own, compact: many && this.compact,
        });
      });
      if (this.page.layer.name === null && all[0]?.rows.length > 0) {
        const suspect = all[0].run.causes.map((cause) => cause.path).find((path) => all[0].rows.some((row) => row.name === path));
        this.page.open(suspect ?? all[0].rows[0].name, measure.quantity);
      }
    }
  }

  miniai.Layers = Layers;
})((window.miniai = window.miniai || {}));
