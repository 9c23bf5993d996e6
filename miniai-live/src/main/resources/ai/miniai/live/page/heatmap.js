/* A heat map over steps: one row for each layer or bin, one column for each column of the recording. */
(function (miniai) {
  'use strict';

  const { element, colors } = miniai;
  const BOTTOM = 22;
  const RIGHT = 12;
  const FONT = '11px system-ui, sans-serif';

  /** For each pixel, the first and the last column that it covers; −1 where nothing was recorded. */
  function cover(spans, from, to, pixels) {
    const first = new Int32Array(pixels).fill(-1);
    const last = new Int32Array(pixels).fill(-1);
    const scale = pixels / (to - from);
    for (let i = 0; i < spans.begin.length; i++) {
      const left = Math.max(0, Math.floor((spans.begin[i] - from) * scale + 1e-6));
      const right = Math.min(pixels, Math.max(left + 1, Math.floor((spans.end[i] - from) * scale + 1e-6)));
      for (let x = left; x < right; x++) {
        first[x] = first[x] < 0 ? i : first[x];
        last[x] = i;
      }
    }
    return { first, last };
  }

  class HeatMap extends miniai.Picture {
    /** {@code left}: the width of the axis of rows, in pixels. */
    constructor(host, clock, left) {
      const canvas = element('canvas', { 'aria-hidden': 'true' });
      const cursor = element('div', { class: 'cursor' });
      const row = element('div', { class: 'row', hidden: true });
      const over = element('div', { class: 'over' }, row, cursor);
      super(element('div', { class: 'heatmap', tabindex: '0', role: 'group' }, canvas, over), clock);
      Object.assign(this, { canvas, cursor, over, rowMark: row, left, chosen: -1, rows: null });
      this.image = document.createElement('canvas');
      over.style.left = left + 'px';
      over.style.right = RIGHT + 'px';
      host.append(this.root);
      miniai.steer(over, clock, {
        step: (x) => clock.from + (x / Math.max(1, over.clientWidth)) * (clock.to - clock.from),
        hover: (x, y) => this.hovered(this.rowAt(y)),
        leave: () => this.hovered(-1),
        chosen: (x, y) => this.data.choose && this.data.choose(this.rowAt(y)),
        zoomed: (y0, y1) => {
          if (this.data.zoomRows) {
            this.rows = [this.rowAt(y0), this.rowAt(y1) + 1];
          }
        },
        zoomedOut: () => {
          this.rows = null;
        },
      });
      miniai.steerKeys(this.root, clock, (event) => this.key(event));
    }

    /**
     * What to draw: spans (see miniai.spans), count (of rows), value(row, i) (null: nothing, NaN: not finite), scale
     * ({ palette, place(value) }), height of the plot in pixels, ticks (function (first row, end) → [{ row, text }]),
     * label, epochs, findings, choose(row), pointed(row, i), zoomRows.
     */
    set(data) {
      this.data = data;
      this.places = null;
      if (this.rows && this.rows[1] > data.count) {
        this.rows = null;
      }
      this.invalidate();
    }

    get fromRow() { return this.rows ? this.rows[0] : 0; }
    get toRow() { return this.rows ? this.rows[1] : this.data.count; }
    get rowHeight() { return this.data.height / Math.max(1, this.toRow - this.fromRow); }

    rowAt(y) {
      return Math.min(this.toRow - 1, Math.max(this.fromRow, this.fromRow + Math.floor(y / this.rowHeight)));
    }

    hovered(row) {
      this.hoverRow = row;
      this.invalidatePoint();
    }

    /* Up and down choose another row. */
    key(event) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) {
        return false;
      }
      this.keyRow = Math.min(this.toRow - 1, Math.max(this.fromRow, (this.keyRow ?? this.chosen) + step));
      if (this.data.choose) {
        this.data.choose(this.keyRow);
      }
      this.invalidatePoint();
      return true;
    }

    draw() {
      if (!this.data) {
        return;
      }
      const ratio = window.devicePixelRatio;
      const { height } = this.data;
      const width = this.width;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round((height + BOTTOM) * ratio);
      this.canvas.style.width = width + 'px';
      this.canvas.style.height = height + BOTTOM + 'px';
      this.over.style.height = height + 'px';
      const ctx = this.canvas.getContext('2d');
      const plotWidth = Math.max(1, Math.round((width - this.left - RIGHT) * ratio));
      this.paint(plotWidth);
      ctx.imageSmoothingEnabled = false;
      ctx.drawImage(this.image, Math.round(this.left * ratio), 0, plotWidth, Math.round(height * ratio));
      ctx.scale(ratio, ratio);
      this.axes(ctx, width - this.left - RIGHT, height);
      this.root.setAttribute('aria-label', this.data.label + '. Arrow keys move the time and choose a row.');
    }

    /** The place on the colour map of each row and column: NaN, or −1 if there is nothing. It is found out once. */
    findPlaces() {
      const { spans, value, scale, count } = this.data;
      const columns = spans.begin.length;
      this.places = new Float32Array(count * columns);
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < columns; i++) {
          const one = value(row, i);
          this.places[row * columns + i] = one === null ? -1 : scale.place(one);
        }
      }
    }

    /** One pixel of the image for each pixel of time and each row; of several columns the most extreme one. */
    paint(pixels) {
      const { spans, scale } = this.data;
      const rows = Math.max(1, this.toRow - this.fromRow);
      const columns = spans.begin.length;
      const { first, last } = cover(spans, this.clock.from, this.clock.to, pixels);
      if (!this.places) {
        this.findPlaces();
      }
      const palette = colors.palette(scale.palette);
      const blank = colors.blank();
      const notFinite = colors.notFinite();
      const neutral = scale.palette === 'diverging' ? 0.5 : 0;
      this.image.width = pixels;
      this.image.height = rows;
      const ctx = this.image.getContext('2d');
      const data = ctx.createImageData(pixels, rows);
      const target = new Uint32Array(data.data.buffer);
      for (let row = 0; row < rows; row++) {
        const start = (row + this.fromRow) * columns;
        let before = -2;
        let color = blank;
        for (let x = 0; x < pixels; x++) {
          if (first[x] !== before || last[x] !== before) {
            color = blank;
            let extreme = -1;
            for (let i = first[x]; i >= 0 && i <= last[x]; i++) {
              const place = this.places[start + i];
              if (Number.isNaN(place)) {
                color = notFinite;
                break;
              }
              const strength = place < 0 ? -1 : Math.abs(place - neutral);
              if (strength > extreme) {
                extreme = strength;
                color = palette[Math.round(place * 255)];
              }
            }
            before = first[x] === last[x] ? first[x] : -2;
          }
          target[row * pixels + x] = color;
        }
      }
      ctx.putImageData(data, 0, 0);
    }

    axes(ctx, width, height) {
      const { clock, left } = this;
      const x = (step) => left + ((step - clock.from) / (clock.to - clock.from)) * width;
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, 0, width, height);
      ctx.clip();
      miniai.drawEpochs(ctx, this.data.epochs, clock, x, 0, height, 1);
      miniai.drawFindings(ctx, this.data.findings, x, height, 1);
      ctx.restore();
      ctx.font = FONT;
      ctx.fillStyle = colors.variable('--soft');
      ctx.textBaseline = 'top';
      ctx.textAlign = 'center';
      const ticks = miniai.ticks(clock.from, clock.to, width / 80, true);
      ticks.forEach((step) => {
        ctx.fillRect(x(step), height, 1, 4);
        const text = miniai.stepText(step);
        const half = ctx.measureText(text).width / 2;
        ctx.fillText(text, Math.min(left + width + RIGHT - half, Math.max(left + half, x(step))), height + 7);
      });
      ctx.textBaseline = 'middle';
      ctx.textAlign = 'right';
      for (const { row, text } of this.data.ticks ? this.data.ticks(this.fromRow, this.toRow) : []) {
        const y = (row - this.fromRow) * this.rowHeight;
        ctx.fillRect(left - 4, y, 4, 1);
        ctx.fillText(text, left - 7, Math.min(height - 6, Math.max(6, y)));
      }
    }

    /** Moves the cursor, and tells what is there. */
    point() {
      if (!this.data) {
        return;
      }
      const { clock } = this;
      const share = (clock.at + 0.5 - clock.from) / (clock.to - clock.from);
      this.cursor.hidden = share < 0 || share > 1;
      this.cursor.style.transform = `translateX(${share * this.over.clientWidth}px)`;
      const row = this.hoverRow >= 0 ? this.hoverRow : (this.keyRow ?? -1);
      const marked = row >= 0 ? row : this.chosen;
      this.rowMark.hidden = marked < this.fromRow || marked >= this.toRow;
      this.rowMark.style.top = (marked - this.fromRow) * this.rowHeight + 'px';
      this.rowMark.style.height = Math.max(2, this.rowHeight) + 'px';
      if (this.data.pointed) {
        this.data.pointed(row, miniai.spanAt(this.data.spans, clock.at));
      }
    }
  }

  miniai.HeatMap = HeatMap;
})((window.miniai = window.miniai || {}));
