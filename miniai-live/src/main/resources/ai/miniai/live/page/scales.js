/* From values to places on a colour map, and the legend that explains them. */
(function (miniai) {
  'use strict';

  const { element, colors, number } = miniai;
  const clamp = (place) => (place < 0 ? 0 : place > 1 ? 1 : place);

  /** Neutral at {@code centre}; the ends are this many powers of ten away. */
  function ratioScale(centre, decades) {
    const power = (k) => ({ place: 0.5 + k / (2 * decades), text: number(centre * Math.pow(10, k), 2) });
    const ticks = Array.from({ length: 2 * decades + 1 }, (_, i) => power(i - decades));
    return {
      palette: 'diverging', ticks,
      place: (value) => (value <= 0 ? 0 : clamp(0.5 + Math.log10(value / centre) / (2 * decades))),
    };
  }

  /** Shares from 0 to 1. */
  const shareScale = () => ({
    palette: 'share', place: clamp,
    ticks: [0, 0.25, 0.5, 0.75, 1].map((place) => ({ place, text: miniai.percent(place) })),
  });

  /** Differences of shares, from −1 to 1. */
  const differenceScale = () => ({
    palette: 'diverging', place: (value) => clamp((value + 1) / 2),
    ticks: [-1, -0.5, 0, 0.5, 1].map((one) => ({ place: (one + 1) / 2, text: (one > 0 ? '+' : '') + number(100 * one) + ' %' })),
  });

  /** Powers of ten that these numbers need; one outlier in a hundred does not stretch it. */
  function fittedScale(values) {
    const logs = values.filter((value) => miniai.isNumber(value) && value > 0).map(Math.log10).sort((a, b) => a - b);
    const at = (share) => (logs.length > 0 ? logs[Math.floor(share * (logs.length - 1))] : 0);
    const from = Math.floor(at(0.01));
    const to = Math.max(from + 1, Math.ceil(at(0.99)));
    const each = Math.ceil((to - from) / 6);
    const ticks = [];
    for (let power = from; power <= to; power += each) {
      ticks.push({ place: (power - from) / (to - from), text: number(Math.pow(10, power), 1) });
    }
    return {
      palette: 'viridis', ticks,
      place: (value) => (value <= 0 ? 0 : clamp((Math.log10(value) - from) / (to - from))),
    };
  }

  /** The colour map with its ticks, and the colours for NaN and for nothing. */
  function colorLegend(scale) {
    const bar = element('div', { class: 'colorbar' });
    bar.style.backgroundImage = colors.gradient(scale.palette);
    const ticks = element('div', { class: 'ticks' });
    scale.ticks.forEach(({ place, text }) => {
      const tick = element('span', {}, text);
      tick.style.left = 100 * place + '%';
      ticks.append(tick);
    });
    return element('div', { class: 'scale' },
      element('div', { class: 'colors' }, bar, ticks),
      element('span', { class: 'key' }, miniai.swatch(colors.notFiniteCss), 'NaN or infinite'),
      element('span', { class: 'key' }, miniai.swatch(colors.blankCss()), 'not recorded'));
  }

  Object.assign(miniai, { ratioScale, shareScale, differenceScale, fittedScale, colorLegend });
})((window.miniai = window.miniai || {}));
