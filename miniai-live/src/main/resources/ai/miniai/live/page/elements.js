/* Makes elements of the page. All text enters as text nodes, so no name can become markup. */
(function (miniai) {
  'use strict';

  const NAMESPACE = 'http://www.w3.org/2000/svg';

  /** An element with these attributes (those that start with "on" are listeners) and children. */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith('on')) {
        made.addEventListener(name.slice(2), value);
      } else if (value === true) {
        made.setAttribute(name, '');
      } else if (value !== false && value !== null && value !== undefined) {
        made.setAttribute(name, value);
      }
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
  }

  /** A labelled choice: {@code options} are [value, text] or {label, options}. */
  function choice(label, options, onchange) {
    const select = element('select', { onchange: () => onchange(select.value) });
    fill(select, options);
    return { root: element('label', { class: 'field' }, element('span', {}, label), select), select };
  }

  const filled = new WeakMap();

  /** Sets the options of a choice, unless they are the same, and keeps what is chosen, if it is still there. */
  function fill(select, options, chosen = select.value) {
    const key = JSON.stringify(options);
    if (filled.get(select) === key) {
      select.value = chosen;
      return;
    }
    filled.set(select, key);
    const option = ([value, text]) => element('option', { value }, text);
    select.replaceChildren(
      ...options.map((one) =>
        Array.isArray(one) ? option(one) : element('optgroup', { label: one.label }, one.options.map(option))));
    if (Array.from(select.options).some((one) => one.value === chosen)) {
      select.value = chosen;
    }
  }

  /** A coloured square, dot or line in front of a name; {@code dash}: the pixels of a line's dash and gap. */
  function swatch(color, shape = 'square', dash = [1, 0]) {
    const made = element('span', { class: 'swatch ' + shape, 'aria-hidden': 'true' });
    made.style.setProperty('--color', color);
    made.style.setProperty('--dash', dash[0] + 'px');
    made.style.setProperty('--period', dash[0] + dash[1] + 'px');
    return made;
  }

  /** A line of text about the cursor. It is told aloud only if the reader has moved it: a training moves it all the time. */
  function told() {
    return element('output', { class: 'told', 'aria-live': 'off' });
  }

  function tell(output, text, clock) {
    output.ariaLive = clock.isLive ? 'off' : 'polite';
    if (output.textContent !== text) {
      output.textContent = text;
    }
  }

  /** A sign that does not depend on the fonts: one path of 16 × 16. */
  function icon(path) {
    const svg = document.createElementNS(NAMESPACE, 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('class', 'icon');
    const line = document.createElementNS(NAMESPACE, 'path');
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  }

  const byId = (id) => document.getElementById(id);

  Object.assign(miniai, { element, choice, fill, swatch, told, tell, icon, byId });
})((window.miniai = window.miniai || {}));
