/* Numbers and names as text. */
(function (miniai) {
  'use strict';

  const RAISED = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

  /* Made once: it takes longer than to use it. */
  const FORMAT = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

  const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

  /** Text such as 0.0312, 12,345 or 1.2·10⁻⁵; a dash if there is no finite number. */
  function number(value, digits = 3) {
    if (!isNumber(value)) {
      return '–';
    }
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
      const [factor, exponent] = value.toExponential(digits - 1).split('e');
      const power = '10' + Array.from(String(Number(exponent)), (sign) => RAISED[sign]).join('');
      const plain = String(Number(factor));
      return plain === '1' ? power : plain === '-1' ? '−' + power : plain.replace('-', '−') + '·' + power;
    }
    const rounded = size >= 1000 ? Math.round(value) : Number(value.toPrecision(digits));
    return FORMAT.format(rounded).replace('-', '−');
  }

  /** Whole numbers: 12,345. */
  const count = (value) => (isNumber(value) ? FORMAT.format(Math.round(value)) : '–');

  /** Shares: 12 %, 0.3 %. */
  function percent(share) {
    if (!isNumber(share)) {
      return '–';
    }
    return share > 0 && share < 0.001 ? '< 0.1 %' : number(100 * share, share < 0.1 ? 2 : 3) + ' %';
  }

  /** At most this many letters; what is in the middle is left out. */
  function shorten(text, most = 80) {
    const all = String(text);
    const half = Math.floor((most - 1) / 2);
    return all.length <= most ? all : all.slice(0, half) + '…' + all.slice(-half);
  }

  /** What a cause is, without the place where it is. */
  function pattern(cause) {
    const place = ' in ' + cause.place;
    return cause.place && cause.name.endsWith(place) ? cause.name.slice(0, -place.length) : cause.name;
  }

  /** "1 step", "2 steps". */
  const plural = (n, word) => count(n) + ' ' + word + (n === 1 ? '' : 's');

  Object.assign(miniai, { isNumber, number, count, percent, shorten, pattern, plural });
})((window.miniai = window.miniai || {}));
