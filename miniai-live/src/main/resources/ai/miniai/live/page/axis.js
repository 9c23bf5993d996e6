/* Round numbers for axes. */
(function (miniai) {
  'use strict';

  /** Round numbers between two, about {@code most} of them or fewer; whole ones if asked. */
  function ticks(from, to, most, whole = false) {
    if (!(to > from) || most < 1) {
      return [];
    }
    const raw = (to - from) / most;
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    let unit = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw * (1 - 1e-9));
    unit = whole ? Math.max(1, Math.round(unit)) : unit;
    const first = Math.ceil(from / unit - 1e-9);
    const found = [];
    for (let i = first; i * unit <= to + 1e-9 * unit; i++) {
      found.push(Number((i * unit).toPrecision(12)));
    }
    return found;
  }

  /** Round numbers between two powers of ten; arguments and results are logarithms. */
  function logTicks(from, to, most) {
    if (to - from > Math.max(1.2, most / 3)) {
      return ticks(from, to, most, true);
    }
    const factors = to - from > 0.5 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
    const found = [];
    for (let power = Math.floor(from); power <= to; power++) {
      factors.forEach((factor) => found.push(power + Math.log10(factor)));
    }
    const inside = found.filter((one) => one >= from - 1e-9 && one <= to + 1e-9);
    const each = Math.ceil(inside.length / Math.max(1, most));
    return inside.filter((_, i) => i % each === 0);
  }

  /** Steps on an axis: 500, 20k. */
  function stepText(step) {
    return step >= 10000 && step % 100 === 0 ? miniai.number(step / 1000, 4) + 'k' : miniai.count(step);
  }

  Object.assign(miniai, { ticks, logTicks, stepText });
})((window.miniai = window.miniai || {}));
