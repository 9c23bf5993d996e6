/* The clock at the foot of the page: a slider to go back in time, epochs and findings marked on it. */
(function (miniai) {
  'use strict';

  const { element, count } = miniai;

  class Time {
    constructor(root, page) {
      Object.assign(this, { root, page, key: '' });
      const { clock } = page;
      const button = (text, label, onclick) => element('button', { type: 'button', 'aria-label': label, title: label, onclick }, text);
      this.lane = element('div', { class: 'lane', 'aria-hidden': 'true' });
      this.window = element('div', { class: 'window', hidden: true });
      this.slider = element('input', {
        type: 'range', min: '0', step: '1', 'aria-label': 'Time, in steps',
        oninput: () => clock.pin(Number(this.slider.value)),
      });
      this.live = element('button', { type: 'button', class: 'live', onclick: () => clock.pin(null) });
      this.told = miniai.told();
      this.all = button('Whole run', 'Show the whole run', () => clock.showAll());
      root.append(
        this.live,
        element('div', { class: 'track' }, this.lane, this.slider),
        this.told,
        element('div', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
          button('−', 'Show more of the run', () => clock.zoom(2)), button('+', 'Zoom in at the cursor', () => clock.zoom(0.5)), this.all));
      clock.on(() => this.point());
    }

    update() {
      const { shown, clock } = this.page;
      this.root.hidden = shown.length === 0;
      this.slider.max = Math.max(0, clock.last - 1);
      const { epochs, findings } = this.page.marks();
      const width = this.lane.clientWidth;
      const key = JSON.stringify([clock.last, epochs.length, findings.map((one) => [one.begin, one.end, one.severity]), width]);
      if (key !== this.key) {
        this.key = key;
        this.mark(epochs, findings, width);
      }
      this.point();
    }

    mark(epochs, findings, width) {
      const { last } = this.page.clock;
      const at = (step) => 100 * Math.min(1, step / last) + '%';
      const marks = findings.map((finding) => {
        const mark = element('span', { class: 'finding severity ' + finding.severity.toLowerCase() });
        mark.style.left = at(finding.begin);
        mark.style.width = 100 * Math.max(0, Math.min(1, (finding.end - finding.begin) / last)) + '%';
        return mark;
      });
      const whole = { from: 0, to: last + 1 };
      const ends = miniai.thinned(epochs, whole, (step) => (width * step) / last).map(([epoch, end]) => {
        const mark = element('span', { class: 'epoch' }, count(epoch));
        mark.style.left = at(end);
        return mark;
      });
      this.lane.replaceChildren(...ends, ...marks, this.window);
    }

    point() {
      const { clock, shown } = this.page;
      this.slider.value = clock.pinned ?? clock.last - 1;
      const each = shown[0]?.info.batchesPerPass;
      const epoch = each > 0 ? `, epoch ${count(Math.floor(clock.at / each) + 1)}` : '';
      const text = `Step ${count(clock.at)}${epoch}`;
      miniai.tell(this.told, text, clock);
      this.slider.setAttribute('aria-valuetext', text);
      const over = shown.every((run) => run.isOver);
      this.live.textContent = over ? 'End' : 'Live';
      this.live.classList.toggle('on', clock.isLive);
      this.live.setAttribute('aria-pressed', String(clock.isLive));
      this.live.title = over ? 'Go to the end of the run' : 'Follow the training';
      this.all.disabled = clock.range === null;
      this.window.hidden = clock.range === null;
      this.window.style.left = (100 * clock.from) / clock.last + '%';
      this.window.style.width = (100 * (clock.to - clock.from)) / clock.last + '%';
    }
  }

  miniai.Time = Time;
})((window.miniai = window.miniai || {}));
