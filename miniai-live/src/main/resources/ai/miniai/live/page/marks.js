/* What is marked on the clock of every picture: epochs and findings. */
(function (miniai) {
  'use strict';

  const NARROWEST = 24;

  /** The CSS variable of the colour of a severity. */
  const severityColor = (severity) => miniai.colors.variable('--' + (severity || 'fine').toLowerCase());

  /** Thin lines where epochs end; with many epochs every second, fifth, tenth, ... */
  function drawEpochs(ctx, ends, clock, x, top, height, ratio) {
    ctx.strokeStyle = miniai.colors.variable('--epoch');
    ctx.lineWidth = ratio;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    for (const [, end] of thinned(ends, clock, (step) => x(step) / ratio)) {
      ctx.moveTo(x(end) + 0.5, top);
      ctx.lineTo(x(end) + 0.5, top + height);
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /** Pairs of number (from 1) and end of the epochs to mark, so that no two are closer than 24 pixels. */
  function thinned(ends, clock, x) {
    const seen = ends.map((end, i) => [i + 1, end]).filter(([, end]) => end > clock.from && end < clock.to);
    if (seen.length < 2) {
      return seen;
    }
    const apart = (x(seen.at(-1)[1]) - x(seen[0][1])) / (seen.length - 1);
    const each = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((n) => n * apart >= NARROWEST) || 5000;
    return seen.filter(([epoch]) => epoch % each === 0);
  }

  /** A small triangle at the foot of the picture where each finding begins. */
  function drawFindings(ctx, findings, x, bottom, ratio) {
    for (const finding of [...findings].reverse()) {
      const at = x(finding.begin);
      ctx.fillStyle = severityColor(finding.severity);
      ctx.beginPath();
      ctx.moveTo(at - 5 * ratio, bottom);
      ctx.lineTo(at + 5 * ratio, bottom);
      ctx.lineTo(at, bottom - 8 * ratio);
      ctx.fill();
    }
  }

  Object.assign(miniai, { drawEpochs, thinned, drawFindings, severityColor });
})((window.miniai = window.miniai || {}));
