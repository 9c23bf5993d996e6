/* The head of the page: which run, how far, how fast; and the buttons, where they are allowed. */
(function (miniai) {
  'use strict';

  const { element, number, count } = miniai;
  const WORDS = { running: 'running', paused: 'paused', finished: 'finished', cancelled: 'stopped', failed: 'failed' };

  function fact(name) {
    const value = element('dd', {});
    const root = element('div', { class: 'fact' }, element('dt', {}, name), value);
    return {
      root,
      set(text) {
        root.hidden = !text;
        if (value.textContent !== text) {
          value.textContent = text;
        }
      },
    };
  }

  function progress(info) {
    const planned = info.plannedSteps > 0 ? ' of ' + count(info.plannedSteps) : '';
    return count(info.step) + planned;
  }

  function epoch(info) {
    return info.epochs > 0 ? count(Math.min(info.epoch + 1, info.epochs)) + ' of ' + count(info.epochs) : '';
  }

  function duration(nanos) {
    const seconds = Math.round(nanos / 1e9);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts[0] > 0 ? `${parts[0]} h ${parts[1]} min` : parts[1] > 0 ? `${parts[1]} min ${parts[2]} s` : seconds > 0 ? `${parts[2]} s` : '';
  }

  function memory(system) {
    const parts = [['heap', system.heapMegabytes], ['native', system.nativeMegabytes], ['resident', system.residentMegabytes]];
    const known = parts.filter(([, megabytes]) => megabytes > 0).map(([name, megabytes]) => `${name} ${count(megabytes)}`);
    return known.length > 0 ? known.join(', ') + ' MB' : '';
  }

  class Head {
    constructor(root, page) {
      this.page = page;
      this.name = element('h1', {}, 'miniai');
      this.state = element('span', { class: 'state', role: 'status' });
      this.reason = element('p', { class: 'reason', hidden: true });
      this.facts = {};
      const list = element('dl', { class: 'facts' });
      for (const name of ['Step', 'Epoch', 'Time', 'Speed', 'Memory', 'Recording']) {
        this.facts[name] = fact(name);
        this.facts[name].set('');
        list.append(this.facts[name].root);
      }
      this.bar = element('div', { class: 'done' });
      this.theme = element('button', { type: 'button', class: 'quiet', onclick: () => this.switchTheme() });
      this.controls = new Controls(page);
      root.append(
        element('div', { class: 'title' }, element('span', { class: 'brand', 'aria-hidden': 'true' }, 'miniai'), this.name, this.state, this.theme),
        this.reason, list, this.controls.root, element('div', { class: 'progress', 'aria-hidden': 'true' }, this.bar));
      miniai.colors.onTheme(() => this.tellTheme());
      this.tellTheme();
    }

    tellTheme() {
      const other = miniai.colors.theme() === 'dark' ? 'light' : 'dark';
      this.theme.replaceChildren(
        miniai.icon(other === 'dark' ? 'M13 10A6 6 0 0 1 6 3 5.6 5.6 0 1 0 13 10Z' : 'M8 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6ZM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M3 13l1.4-1.4M11.6 4.4 13 3'),
        element('span', {}, other === 'dark' ? 'Dark' : 'Light'));
      this.theme.setAttribute('aria-label', `Switch to the ${other} theme`);
    }

    switchTheme() {
      miniai.colors.setTheme(miniai.colors.theme() === 'dark' ? 'light' : 'dark');
    }

    update() {
      const runs = this.page.shown;
      const one = runs.length === 1 ? runs[0] : null;
      this.name.textContent = one ? miniai.shorten(one.name, 120) : runs.length > 1 ? `${runs.length} runs side by side` : 'miniai';
      this.state.hidden = !one;
      this.controls.update(one);
      this.bar.parentElement.hidden = !one || !(one.info.plannedSteps > 0);
      const { info, system = {} } = one ? one.view : { info: null };
      if (!one) {
        Object.values(this.facts).forEach((each) => each.set(''));
        this.reason.hidden = true;
        document.title = runs.length > 1 ? `${runs.length} runs – miniai` : 'miniai';
        return;
      }
      this.tell(one.info, system || {});
    }

    tell(info, system) {
      const word = WORDS[info.state] || info.state;
      if (this.state.textContent !== word) {
        this.state.textContent = word;
        this.state.className = 'state ' + (WORDS[info.state] ? info.state : '');
      }
      this.reason.hidden = !info.reason;
      this.reason.textContent = info.reason ? miniai.shorten(info.reason, 400) : '';
      this.facts.Step.set(progress(info));
      this.facts.Epoch.set(epoch(info));
      this.facts.Time.set(duration(info.nanos));
      this.facts.Speed.set(system.stepsPerSecond > 0 ? number(system.stepsPerSecond) + ' steps/s' : '');
      this.facts.Memory.set(memory(system));
      this.facts.Recording.set(system.watchingShare > 0 ? miniai.percent(system.watchingShare) + ' of the time' : '');
      this.bar.style.width = Math.min(100, (100 * info.step) / Math.max(1, info.plannedSteps)) + '%';
      document.title = `${info.state === 'running' ? '● ' : ''}${progress(info)} ${miniai.shorten(info.name, 60)} – miniai`;
    }
  }

  /** Stop, pause and the rate. */
  class Controls {
    constructor(page) {
      this.page = page;
      const button = (text, onclick) => element('button', { type: 'button', onclick }, text);
      this.stop = button('Stop after this batch', () => this.askStop());
      this.pause = button('Pause', () => this.send({ action: this.run.info.state === 'paused' ? 'resume' : 'pause' }));
      this.rate = element('input', { type: 'number', step: 'any', min: '0', 'aria-label': 'Learning rate', placeholder: 'rate' });
      this.answer = element('output', {});
      const form = element('form', {
        onsubmit: (event) => {
          event.preventDefault();
          this.setRate();
        },
      }, this.rate, element('button', { type: 'submit' }, 'Set the rate'));
      this.root = element('div', { class: 'controls', role: 'group', 'aria-label': 'Control of the training', hidden: true },
        this.pause, this.stop, form, this.answer);
    }

    update(run) {
      this.run = run;
      this.root.hidden = !run || !run.view.controls || run.isOver;
      const text = run && run.info.state === 'paused' ? 'Resume' : 'Pause';
      if (run?.info.state !== this.state) {
        this.state = run?.info.state;
        this.answer.textContent = ''; // "Pausing." is over
      }
      if (this.pause.textContent !== text) {
        this.pause.textContent = text;
      }
    }

    /* A stopped training cannot go on, so it takes two presses. */
    askStop() {
      if (this.stop.classList.contains('sure')) {
        this.calm();
        this.send({ action: 'stop' });
        return;
      }
      this.stop.classList.add('sure');
      this.stop.textContent = 'Press again to stop';
      this.timer = setTimeout(() => this.calm(), 4000);
    }

    calm() {
      clearTimeout(this.timer);
      this.stop.classList.remove('sure');
      this.stop.textContent = 'Stop after this batch';
    }

    setRate() {
      const value = Number(this.rate.value);
      if (this.rate.value === '' || !(value >= 0)) {
        this.answer.textContent = 'Give the rate as a number, such as 0.01.';
        return;
      }
      this.send({ action: 'rate', value });
    }

    send(command) {
      this.page.control(this.run.id, command)
        .then(() => {
          const paused = this.run?.info.state === 'paused';
          const done = (command.action === 'pause' && paused) || (command.action === 'resume' && !paused);
          this.answer.textContent = done ? '' : { stop: 'Stopping.', pause: 'Pausing.', resume: 'Going on.', rate: `The rate is ${number(command.value)}.` }[command.action];
        })
        .catch((failure) => {
          this.answer.textContent = 'That did not work: ' + failure.message;
        });
    }
  }

  Object.assign(miniai, { Head, duration, stateWord: (state) => WORDS[state] || state });
})((window.miniai = window.miniai || {}));
