/* Texts of the page whose colour differs too little from what is behind them, by WCAG's ratio of luminances. */
function tooFaint(least) {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (name) => top.a * top[name] + (1 - top.a) * below[name];
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
  };
  const luminance = ({ r, g, b }) => {
    const linear = (part) => (part <= 10.31475 ? part / 255 / 12.92 : Math.pow((part / 255 + 0.055) / 1.055, 2.4));
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const opacity = (one) => (one ? Number(getComputedStyle(one).opacity) * opacity(one.parentElement) : 1);
  const behind = (one) => {
    if (!one) {
      return { r: 255, g: 255, b: 255, a: 1 };
    }
    const own = parse(getComputedStyle(one).backgroundColor);
    return own.a === 1 ? own : over(own, behind(one.parentElement));
  };
  const seen = (one) => one.checkVisibility() && !one.matches(':disabled') &&
    Array.from(one.childNodes).some((child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim() !== '');
  return Array.from(document.querySelectorAll('body *')).filter(seen).map((one) => {
    const back = behind(one);
    const color = parse(getComputedStyle(one).color);
    const text = over({ ...color, a: color.a * opacity(one) }, back);
    const [dark, light] = [luminance(text), luminance(back)].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    return ratio < least ? `${ratio.toFixed(2)}: ${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}` : null;
  }).filter(Boolean);
}
