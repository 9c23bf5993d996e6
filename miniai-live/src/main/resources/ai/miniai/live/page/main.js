/* Starts the page. */
(function (miniai) {
  'use strict';

  /* More runs than this are not chosen by themselves. */
  const FIRST = 4;
  /* Scripts are about half of what drawing takes. */
  const SHARE = 200;
  const LONGEST = 5000;

  /**
   * What a training sends is drawn so seldom that this takes a hundredth of the time, but after five seconds at the
   * latest: the browser takes its time from the same processors.
   */
  class Pace {
    constructor(draw) {
      Object.assign(this, { draw, at: 0, spent: 0, timer: null });
    }

    /** Draws when it is time to; the state of a training {@code at once}. */
    request(atOnce) {
      if (atOnce) {
        this.run();
      } else if (this.timer === null) {
        const cost = miniai.timeSpent() - this.spent;
        this.timer = setTimeout(() => this.run(), this.at + Math.min(LONGEST, SHARE * cost) - performance.now());
      }
    }

    run() {
      clearTimeout(this.timer);
      Object.assign(this, { at: performance.now(), spent: miniai.timeSpent(), timer: null });
      this.draw();
    }
  }

  class Page {
    constructor() {
      this.clock = new miniai.Clock();
      this.runs = new Map();
      this.list = [];
      this.chosen = [];
      this.training = true;
      this.pace = new Pace(() => this.changed());
      const { byId } = miniai;
      this.layer = new miniai.Layer(byId('layer'), this);
      this.panels = [
        new miniai.Head(byId('head'), this),
        new miniai.Runs(byId('runs'), this),
        new miniai.Diagnosis(byId('diagnosis'), this),
        new miniai.Differences(byId('differences'), this),
        miniai.Lines.measured(byId('lines'), this),
        new miniai.Layers(byId('layers'), this),
        this.layer,
        new miniai.Samples(byId('samples'), this),
        miniai.Lines.used(byId('usage'), this),
        new miniai.Time(byId('time'), this),
      ];
      miniai.colors.onTheme(() => this.changed());
    }

    /** The runs that are chosen, as far as their data has come. */
    get shown() {
      return this.chosen.map((id) => this.runs.get(id)).filter(Boolean);
    }

    /** The colour of a run. */
    color(id) {
      return miniai.colors.line(Math.max(0, this.list.findIndex((one) => one.id === id)));
    }

    /** The epochs and the findings of runs, to be marked in pictures. */
    marks(runs = this.shown) {
      const longest = runs.reduce((best, run) => (best === null || run.last > best.last ? run : best), null);
      return {
        epochs: longest ? longest.epochEnds() : [],
        findings: runs.flatMap((run) => run.causes.filter((cause) => miniai.isNumber(cause.begin))),
      };
    }

    setList(list) {
      const fresh = list.filter((one) => !this.list.some((old) => old.id === one.id));
      const told = (all) => JSON.stringify(all.map((one) => ({ ...one, step: 0 })));
      const same = told(list) === told(this.list);
      this.list = list;
      if (this.chosen.length === 0) {
        const running = list.filter((one) => one.state === 'running' || one.state === 'paused');
        this.chosen = (running.length > 0 ? running.slice(-1) : list.slice(0, FIRST)).map((one) => one.id);
      } else if (fresh.length > 0 && this.chosen.length === 1 && this.shown.every((run) => run.isOver)) {
        this.chosen = [fresh.at(-1).id]; // the next fit of the same program
      }
      this.pace.request(!same);
    }

    setView(view, load) {
      const { id } = view.run;
      if (this.runs.has(id)) {
        this.runs.get(id).replace(view);
      } else {
        this.runs.set(id, new miniai.Run(view, load));
      }
      this.changed();
    }

    /** Shows the runs of a report. */
    setViews(views) {
      views.forEach((view) => this.setView(view));
      this.setList(views.map(({ run, diagnosis }) => ({
        id: run.id, name: run.name, state: run.state,
        severity: diagnosis?.severity, headline: diagnosis?.causes?.[0] ? miniai.pattern(diagnosis.causes[0]) : '',
      })));
    }

    update(id, change) {
      const run = this.runs.get(id);
      const before = run?.info.state;
      run?.update(change);
      this.pace.request(run?.info.state !== before);
    }

    choose(id, on) {
      const chosen = this.list.map((one) => one.id).filter((one) => (one === id ? on : this.chosen.includes(one)));
      this.chosen = chosen;
      this.live?.follow();
      this.changed();
    }

    /** Shows a layer in detail. */
    open(name, quantity) {
      this.layer.choose(name, quantity);
      this.changed();
    }

    control(id, command) {
      return this.live.control(id, command);
    }

    /** Draws what is new in the next frame. */
    changed() {
      if (!this.requested) {
        this.requested = true;
        requestAnimationFrame(() => {
          this.requested = false;
          miniai.timed(() => this.refresh());
        });
      }
    }

    refresh() {
      this.clock.advance(Math.max(1, ...this.shown.map((run) => run.last)));
      const { byId } = miniai;
      byId('message').hidden = this.shown.length > 0;
      byId('message').textContent = this.list.length > 0 && this.chosen.length === 0
        ? 'Choose a run.'
        : 'Waiting for the training …';
      this.panels.forEach((panel) => panel.update());
      if (this.shown.length > 0) {
        document.body.dataset.ready = 'true';
      }
    }
  }

  /** Paper has light colours, a width of its own, and nothing that can be opened. */
  function makePrintable(page) {
    let closed = [];
    window.addEventListener('beforeprint', () => {
      miniai.colors.print(true);
      page.refresh();
      closed = Array.from(document.querySelectorAll('details:not([open])'));
      closed.forEach((one) => one.setAttribute('open', ''));
      miniai.drawAll();
    });
    window.addEventListener('afterprint', () => {
      closed.forEach((one) => one.removeAttribute('open'));
      miniai.colors.print(false);
      page.refresh();
      miniai.drawAll();
    });
  }

  async function start() {
    const page = new Page();
    miniai.page = page;
    makePrintable(page);
    page.changed();
    try {
      const data = await miniai.inside();
      if (data) {
        page.setViews(data.views);
      } else {
        // By now a cookie lets the page in. The address without the token can be shown to others.
        history.replaceState(null, '', '/');
        page.live = new miniai.Live(page, new miniai.Connection(miniai.byId('connection')));
        page.live.start();
      }
    } catch (failure) {
      miniai.byId('message').textContent = 'The data of this page cannot be read: ' + failure.message;
    }
  }

  start();
})((window.miniai = window.miniai || {}));
