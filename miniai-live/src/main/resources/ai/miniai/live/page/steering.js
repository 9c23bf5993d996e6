/* The pointer and the keys do the same in every picture: look, put the cursor, zoom. */
(function (miniai) {
  'use strict';

  const DRAG = 5;

  /**
   * Steers by an element. {@code target} has step(x), the step at a place of the element; and if it likes
   * hover(x, y), leave(), chosen(x, y), zoomed(y0, y1) for a part of its height, and zoomedOut().
   */
  function steer(element, clock, target) {
    const selection = miniai.element('div', { class: 'selection', hidden: true });
    element.append(selection);
    let start = null;

    const place = (event) => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const step = (x) => Math.min(clock.to, Math.max(clock.from, target.step(x)));

    element.addEventListener('pointermove', (event) => {
      const [x, y] = place(event);
      clock.hover(Math.min(clock.last - 1, Math.floor(step(x))));
      if (target.hover) {
        target.hover(x, y);
      }
      if (start && Math.abs(x - start[0]) > DRAG) {
        selection.hidden = false;
        selection.style.left = Math.min(x, start[0]) + 'px';
        selection.style.width = Math.abs(x - start[0]) + 'px';
        const rows = target.zoomed && Math.abs(y - start[1]) > 4 * DRAG;
        selection.style.top = (rows ? Math.min(y, start[1]) : 0) + 'px';
        selection.style.height = (rows ? Math.abs(y - start[1]) : element.clientHeight) + 'px';
      }
    });
    element.addEventListener('pointerleave', () => {
      clock.hover(null);
      if (target.leave) {
        target.leave();
      }
    });
    element.addEventListener('pointerdown', (event) => {
      if (event.button === 0) {
        start = place(event);
        element.setPointerCapture(event.pointerId);
      }
    });
    element.addEventListener('pointerup', (event) => {
      if (!start) {
        return;
      }
      const [x, y] = place(event);
      const [x0, y0] = start;
      start = null;
      selection.hidden = true;
      if (Math.abs(x - x0) > DRAG) {
        if (target.zoomed && Math.abs(y - y0) > 4 * DRAG) {
          target.zoomed(Math.min(y, y0), Math.max(y, y0));
        }
        clock.show(step(Math.min(x, x0)), step(Math.max(x, x0)));
      } else {
        clock.pin(Math.floor(step(x)));
        if (target.chosen) {
          target.chosen(x, y);
        }
      }
    });
    element.addEventListener('pointercancel', () => {
      start = null;
      selection.hidden = true;
    });
    element.addEventListener('dblclick', () => {
      if (target.zoomedOut) {
        target.zoomedOut();
      }
      clock.showAll();
    });
  }

  /** Steers by the keys of an element that can have the focus; {@code more} may take a key first. */
  function steerKeys(element, clock, more = () => false) {
    element.addEventListener('keydown', (event) => {
      if (more(event) || key(event, clock)) {
        event.preventDefault();
      }
    });
  }

  /** Moves the cursor or zooms; returns whether the key means something. */
  function key(event, clock) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    const stride = event.shiftKey ? 10 * clock.stride : clock.stride;
    const actions = {
      ArrowLeft: () => clock.move(-stride),
      ArrowRight: () => clock.move(stride),
      Home: () => clock.pin(0),
      End: () => clock.pin(null),
      Escape: () => clock.pin(null),
      '+': () => clock.zoom(0.5),
      '-': () => clock.zoom(2),
      0: () => clock.showAll(),
    };
    const action = actions[event.key];
    if (action) {
      action();
    }
    return Boolean(action);
  }

  Object.assign(miniai, { steer, steerKeys });
})((window.miniai = window.miniai || {}));
