/* Pictures are drawn once per frame at most, and only those that can be seen. */
(function (miniai) {
  'use strict';

  const all = new Set();
  let requested = false;

  let spent = 0;

  /** Draws, and counts the time that it takes. */
  function timed(draw) {
    const begin = performance.now();
    draw();
    spent += performance.now() - begin;
  }

  function frame() {
    requested = false;
    timed(() => all.forEach((picture) => picture.refresh()));
  }

  function request() {
    if (!requested) {
      requested = true;
      requestAnimationFrame(frame);
    }
  }

  const seen = new IntersectionObserver(
    (entries) => {
      entries.forEach((entry) => {
        entry.target.picture.visible = entry.isIntersecting;
      });
      request();
    },
    { rootMargin: '100px' });

  const sized = new ResizeObserver((entries) => entries.forEach((entry) => entry.target.picture.resized()));

  /** Something that is drawn into {@code root}: draw() for everything, point() for the cursor only. */
  class Picture {
    constructor(root, clock) {
      this.root = root;
      this.clock = clock;
      this.visible = false;
      this.stale = true;
      this.pointStale = true;
      this.measured = '';
      root.picture = this;
      all.add(this);
      seen.observe(root);
      sized.observe(root);
      this.listener = (what) => (what === 'range' ? this.invalidate() : this.invalidatePoint());
      clock.on(this.listener);
    }

    invalidate() {
      this.stale = true;
      request();
    }

    invalidatePoint() {
      this.pointStale = true;
      request();
    }

    resized() {
      if (this.measure() !== this.measured) {
        this.invalidate();
      }
    }

    /** The width of what is drawn, in pixels. */
    get width() {
      return Math.round(this.root.clientWidth);
    }

    /** What it has to be drawn anew for if it changes. */
    measure() {
      return String(this.width);
    }

    /** Draws what has changed, if it can be seen; {@code all}: everything anyhow. */
    refresh(all = false) {
      this.stale = this.stale || all;
      if (!(this.visible || all) || this.root.clientWidth === 0) {
        return;
      }
      this.measured = this.measure();
      if (this.stale) {
        this.draw();
      }
      if (this.stale || this.pointStale) {
        this.point();
      }
      this.stale = false;
      this.pointStale = false;
    }

    /** Takes the picture off the page. */
    remove() {
      all.delete(this);
      seen.unobserve(this.root);
      sized.unobserve(this.root);
      this.clock.listeners = this.clock.listeners.filter((one) => one !== this.listener);
      this.root.remove();
    }
  }

  miniai.colors.onTheme(() => all.forEach((picture) => picture.invalidate()));

  /** Draws all pictures at once, also those that nobody has scrolled to: they may be printed. */
  function drawAll() {
    all.forEach((picture) => picture.refresh(true));
  }

  Object.assign(miniai, { Picture, drawAll, timed, timeSpent: () => spent });
})((window.miniai = window.miniai || {}));
