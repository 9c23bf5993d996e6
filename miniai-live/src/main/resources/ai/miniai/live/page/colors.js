/* The colours of lines and heat maps, for light and dark pages. */
(function (miniai) {
  'use strict';

  /* Viridis (van der Walt and Smith, 2015) at 0, 1/16, …, 1. */
  const VIRIDIS = [
    0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26818e, 0x21908c, 0x1f9f88, 0x28ae80,
    0x3ebc74, 0x5dc963, 0x82d34c, 0xabdc32, 0xd5e21a, 0xfde725];

  /* Low is blue, the healthy middle is nearly the paper, high is red. */
  const DIVERGING = {
    light: [0x0b3c79, 0x2a70b2, 0x69a9d3, 0xb5d5ea, 0xf4f4f2, 0xf8c9a8, 0xe8875f, 0xc24130, 0x7d1020],
    dark: [0xb9e2ff, 0x63b3ee, 0x2f7fc1, 0x24506f, 0x242c36, 0x70402f, 0xc0552f, 0xf08a5a, 0xffd2b8],
  };
  const SHARE = {
    light: [0xf4f4f2, 0xfbdcae, 0xf2a65a, 0xcf6a1e, 0x8a3a06, 0x4f1f02],
    dark: [0x242c36, 0x4d3a28, 0x8a5519, 0xc67a1e, 0xf0ac4d, 0xffe3b0],
  };

  /** For values that are not finite: in no other map. */
  const NOT_FINITE = 0xe6007e;
  const BLANK = { light: 0xd3d6da, dark: 0x3d4550 };

  /* Okabe and Ito (2008), without yellow, which is too faint for lines. */
  const LINES = {
    light: ['#0072b2', '#d55e00', '#009e73', '#b8689a', '#56b4e9', '#b07a00', '#444444', '#882255'],
    dark: ['#5cb3ec', '#ff9248', '#3ccfa4', '#e69ac6', '#a6dcff', '#efc04a', '#d5d5d5', '#d9739f'],
  };

  const STEPS = 256;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const listeners = [];

  const channel = (rgb, shift) => (rgb >> shift) & 0xff;
  const css = (rgb) => '#' + rgb.toString(16).padStart(6, '0');

  /** As image data has it in memory: 0xAABBGGRR. */
  const pixel = (rgb) => (0xff000000 | (channel(rgb, 0) << 16) | (channel(rgb, 8) << 8) | channel(rgb, 16)) >>> 0;

  function mix(anchors, place) {
    const at = Math.min(1, Math.max(0, place)) * (anchors.length - 1);
    const left = Math.min(Math.floor(at), anchors.length - 2);
    const part = (shift) => {
      const from = channel(anchors[left], shift);
      return Math.round(from + (at - left) * (channel(anchors[left + 1], shift) - from)) << shift;
    };
    return part(16) | part(8) | part(0);
  }

  const made = new Map();

  /** 256 colours of a map ("viridis", "diverging", "share") for the theme, as pixels. */
  function palette(name) {
    const key = name + theme();
    if (!made.has(key)) {
      const anchors = { viridis: VIRIDIS, diverging: DIVERGING[theme()], share: SHARE[theme()] }[name];
      made.set(key, Uint32Array.from({ length: STEPS }, (_, i) => pixel(mix(anchors, i / (STEPS - 1)))));
    }
    return made.get(key);
  }

  /** A map as the background of an element, from left to right. */
  function gradient(name) {
    const colors = palette(name);
    const stops = Array.from({ length: 17 }, (_, i) => {
      const abgr = colors[Math.round((i / 16) * (STEPS - 1))];
      return `rgb(${abgr & 0xff} ${(abgr >> 8) & 0xff} ${(abgr >> 16) & 0xff})`;
    });
    return `linear-gradient(to right, ${stops.join(', ')})`;
  }

  const notFinite = () => pixel(NOT_FINITE);
  const blank = () => pixel(BLANK[theme()]);
  const line = (index) => LINES[theme()][index % LINES[theme()].length];

  // ---------------------------------------------------------------- theme

  /* A page that was opened from a file may not be allowed to store anything. */
  function stored(change) {
    try {
      return change === undefined ? localStorage.getItem('miniai-theme') : localStorage.setItem('miniai-theme', change);
    } catch (refused) {
      return null;
    }
  }

  let chosen = ['light', 'dark'].find((name) => name === stored());
  let printing = false;
  const variables = new Map();
  const root = document.documentElement;

  const theme = () => root.dataset.theme;

  /* Before anything is drawn, so that a dark page does not flash. Paper is light. */
  function apply() {
    variables.clear();
    root.dataset.theme = printing ? 'light' : chosen || (dark.matches ? 'dark' : 'light');
    root.classList.toggle('printing', printing);
    listeners.forEach((listener) => listener());
  }

  function setTheme(name) {
    chosen = name;
    stored(name);
    apply();
  }

  /** Whether the page is being printed. */
  function print(on) {
    printing = on;
    apply();
  }

  /** The value of a variable of the style sheet. */
  function variable(name) {
    if (!variables.get(name)) {
      variables.set(name, getComputedStyle(root).getPropertyValue(name).trim());
    }
    return variables.get(name);
  }

  dark.addEventListener('change', apply);
  apply();

  miniai.colors = {
    palette, gradient, notFinite, blank, line, theme, setTheme, print, variable,
    notFiniteCss: css(NOT_FINITE),
    blankCss: () => css(BLANK[theme()]),
    onTheme: (listener) => listeners.push(listener),
  };
})((window.miniai = window.miniai || {}));
