/* What is known of one run: the view, and the changes that arrive. */
(function (miniai) {
  'use strict';

  const WHOLE = ['run', 'system', 'diagnosis', 'layers', 'controls', 'merged'];

  /** Cuts each array of {@code old} to {@code from} numbers and appends those of {@code change}. */
  function extend(old, change, from) {
    for (const [name, more] of Object.entries(change)) {
      if (Array.isArray(more)) {
        old[name] = (old[name] || []).slice(0, from).concat(more);
      }
    }
  }

  /* The extremes are left out as long as they equal the deviation. */
  function extendLayer(old, change, from) {
    const more = { ...change };
    for (const name of ['stdMin', 'stdMax']) {
      if (change[name] && !old[name]) {
        old[name] = old.std.slice(0, from);
      } else if (old[name] && !change[name]) {
        more[name] = change.std;
      }
    }
    extend(old, more, from);
  }

  function extendRecording(old, change) {
    extend(old.columns, change.columns, change.from);
    const byName = new Map(old.layers.map((layer) => [layer.name, layer]));
    for (const layer of change.layers) {
      if (byName.has(layer.name)) {
        extendLayer(byName.get(layer.name), layer, change.from);
      } else {
        old.layers.push(layer);
      }
    }
  }

  function decode(base64) {
    const text = atob(base64);
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  /** The numbers of a histogram: uint16, the low byte first. */
  function numbers(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint16Array.from({ length: bytes.byteLength >> 1 }, (_, i) => view.getUint16(2 * i, true));
  }

  class Run {
    /** {@code load} fetches the bytes of a histogram that is not in the view. */
    constructor(view, load) {
      this.load = load;
      this.histograms = new Map();
      this.replace(view);
    }

    replace(view) {
      this.view = view;
      this.histograms.clear();
    }

    update(change) {
      for (const name of WHOLE) {
        if (change[name] !== undefined) {
          this.view[name] = change[name];
        }
      }
      for (const more of change.series || []) {
        const old = this.series.find((one) => one.group === more.group && one.name === more.name && one.kind === more.kind);
        if (old) {
          extend(old, more, more.from || 0);
        } else {
          this.view.series = this.series.concat(more);
        }
      }
      for (const more of change.recordings || []) {
        const old = this.recording(more.quantity);
        if (old) {
          extendRecording(old, more);
        } else {
          this.view.recordings = this.recordings.concat(more);
        }
      }
      if (change.ratios) {
        this.extendRatios(change.ratios);
      }
      if (change.samples) {
        this.view.samples = this.samples.concat(change.samples);
      }
    }

    extendRatios(more) {
      const old = this.view.ratios;
      if (!old) {
        this.view.ratios = more;
        return;
      }
      extend(old.columns, more.columns, more.from);
      more.values.forEach((values, i) => {
        old.values[i] = (old.values[i] || []).slice(0, more.from).concat(values);
      });
      old.names = more.names || old.names;
    }

    get id() { return this.view.run.id; }
    get name() { return this.view.run.name; }
    get info() { return this.view.run; }
    get series() { return this.view.series || []; }
    get recordings() { return this.view.recordings || []; }
    get samples() { return this.view.samples || []; }
    get causes() { return (this.view.diagnosis && this.view.diagnosis.causes) || []; }
    get isOver() { return !['running', 'paused'].includes(this.info.state); }

    recording(quantity) {
      return this.recordings.find((one) => one.quantity === quantity);
    }

    layer(quantity, name) {
      const recording = this.recording(quantity);
      return recording && recording.layers.find((layer) => layer.name === name);
    }

    /** The number of steps so far. */
    get last() {
      const ends = this.recordings.map((recording) => recording.columns.end.at(-1) || 0);
      return Math.max(this.info.step || 0, ...ends);
    }

    /** The steps at which an epoch ends. */
    epochEnds() {
      const each = this.info.batchesPerPass;
      return each > 0 ? Array.from({ length: Math.floor(this.last / each) }, (_, i) => (i + 1) * each) : [];
    }

    /**
     * The histogram of a layer as far as it is here; null before it has come. {@code then} runs when there is more,
     * which is fetched only if somebody may {@code see} it.
     */
    histogram(quantity, name, see, then) {
      const layer = this.layer(quantity, name);
      const key = quantity + '\n' + name;
      const known = this.histograms.get(key) || { numbers: null, columns: 0, busy: false, at: 0 };
      this.histograms.set(key, known);
      if (layer && layer.counts !== undefined && !known.numbers) {
        known.numbers = numbers(decode(layer.counts));
        known.columns = known.numbers.length / layer.bins;
      } else if (layer && this.load && !known.busy && known.columns < layer.std.length && (see || !known.numbers)) {
        this.fetch(known, quantity, layer, then);
      }
      return known.numbers ? known : null;
    }

    /* While columns arrive the whole histogram is fetched again, so not more often than every 1.5 s. */
    fetch(known, quantity, layer, then) {
      known.busy = true;
      const wait = Math.max(0, known.at + 1500 - performance.now());
      setTimeout(() => {
        this.load(this.id, quantity, layer.name)
          .then((bytes) => {
            known.numbers = numbers(bytes);
            known.columns = known.numbers.length / layer.bins;
          })
          .catch(() => {}) // the lost connection is told elsewhere
          .finally(() => {
            known.busy = false;
            known.at = performance.now();
            then();
          });
      }, wait);
    }
  }

  /** Where each column begins and ends in the picture, for training (true) or validation, after so many steps. */
  function spans(columns, training, steps) {
    const index = [];
    columns.training.forEach((flag, i) => {
      if (Boolean(flag) === training) {
        index.push(i);
      }
    });
    const begin = index.map((i) => columns.begin[i]);
    const end = index.map((i) => columns.end[i]);
    if (!training) {
      // A pass over the validation data takes no step; it is drawn over the epoch that it ends.
      return { index, begin: begin.map((at, i) => (i > 0 ? begin[i - 1] : 0)), end: begin };
    }
    const distance = (i) => (i >= 0 && i + 1 < begin.length ? begin[i + 1] - begin[i] : 0);
    for (let i = 0; i + 1 < begin.length; i++) {
      // Of every tenth batch, a column lasts until the next; what was not recorded for longer is a gap.
      const usual = Math.max(distance(i - 1), distance(i + 1));
      end[i] = usual === 0 || distance(i) <= 2 * usual ? begin[i + 1] : Math.max(end[i], begin[i] + Math.min(usual, distance(i)));
    }
    const latest = begin.length - 1;
    if (latest > 0) {
      end[latest] = Math.max(end[latest], Math.min(steps, begin[latest] + distance(latest - 1)));
    }
    return { index, begin, end };
  }

  /** The position in {@code spans} at a step; −1 if nothing was recorded there. */
  function spanAt(spans, step) {
    let low = 0;
    let high = spans.begin.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (spans.begin[middle] <= step) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && spans.begin[low] <= step && step < spans.end[low] ? low : -1;
  }

  Object.assign(miniai, { Run, spans, spanAt });
})((window.miniai = window.miniai || {}));
