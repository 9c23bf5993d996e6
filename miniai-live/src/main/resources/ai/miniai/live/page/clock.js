/* The time that all pictures share: what part of it is shown, and where the cursor is. */
(function (miniai) {
  'use strict';

  /** The step after which there have been so many batches. */
  const stepAfter = (batches) => Math.max(0, batches - 1);

  class Clock {
    constructor() {
      this.last = 1;
      this.range = null;
      this.pinned = null;
      this.hovered = null;
      this.listeners = [];
    }

    /** Calls {@code listener} with "cursor" or "range" when it has changed. */
    on(listener) {
      this.listeners.push(listener);
    }

    tell(what) {
      this.listeners.forEach((listener) => listener(what));
    }

    /** The training has come this far. */
    advance(last) {
      this.last = Math.max(1, last);
    }

    get from() { return this.range ? this.range[0] : 0; }
    get to() { return this.range ? this.range[1] : this.last; }

    /** The step of which values are told: under the pointer, where the cursor was put, or the newest. */
    get at() {
      return this.hovered ?? this.pinned ?? Math.max(0, this.last - 1);
    }

    get isLive() { return this.pinned === null; }

    hover(step) {
      if (step !== this.hovered) {
        this.hovered = step;
        this.tell('cursor');
      }
    }

    /** Puts the cursor at a step; null follows the newest one again. */
    pin(step) {
      this.pinned = step === null ? null : Math.round(Math.min(this.last - 1, Math.max(0, step)));
      if (this.pinned !== null && this.range && (this.pinned < this.from || this.pinned >= this.to)) {
        this.show(this.pinned - (this.to - this.from) / 2, this.pinned + (this.to - this.from) / 2);
      }
      this.tell('cursor');
    }

    /** Moves the cursor by this many steps. */
    move(steps) {
      this.pin((this.pinned ?? this.last - 1) + steps);
    }

    /** The steps of one press of an arrow. */
    get stride() {
      return Math.max(1, Math.round((this.to - this.from) / 100));
    }

    /** Shows these steps only. */
    show(from, to) {
      const width = Math.min(this.last, Math.max(2, Math.round(to - from)));
      const start = Math.min(this.last - width, Math.max(0, Math.round(from)));
      this.range = width >= this.last ? null : [start, start + width];
      this.tell('range');
    }

    showAll() {
      this.range = null;
      this.tell('range');
    }

    /** Halves (factor 0.5) or doubles what is shown, around the cursor. */
    zoom(factor) {
      const width = (this.to - this.from) * factor;
      const centre = Math.min(this.to, Math.max(this.from, this.at));
      const share = (centre - this.from) / (this.to - this.from);
      this.show(centre - share * width, centre + (1 - share) * width);
    }
  }

  Object.assign(miniai, { Clock, stepAfter });
})((window.miniai = window.miniai || {}));
