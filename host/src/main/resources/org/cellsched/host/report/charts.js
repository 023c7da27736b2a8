// Charts over time, and percentile curves: uPlot draws them, and all of them share one view.

const CURSOR_SYNC = "time";
const Y_AXIS_WIDTH = 66;
const X_AXIS_HEIGHT = 30;
const CHART_HEIGHT = 180;

/** Its samples are dashed as the lines are, by and large. */
const LEGEND = {markers: {width: 2, dash: (u, i) => u.series[i].dash && u.series[i].dash.length ? u.series[i].dash[0] > 4 ? "dashed" : "dotted" : "solid"}};

/** What every chart over time has in common: the view's range, its marks, and zoom by dragging. */
function timeOptions(report, view, {height, title, scales, axes, series, hooks, legend}) {
  return {
    title,
    width: 300,
    height,
    padding: [8, 30, 0, 0],
    pxAlign: 0,
    cursor: {
      sync: {key: CURSOR_SYNC, scales: ["x", null]},
      drag: {x: true, y: false, setScale: false},
      points: {size: 6},
    },
    legend: legend || LEGEND,
    scales: {x: {time: false, range: () => [view.fromNs / 1e9, view.toNs / 1e9]}, ...scales},
    axes: [timeAxis(), ...axes],
    series: [{label: "time", value: (u, s) => s === null ? "–" : moment(s * 1e9, view.widthNs)}, ...series],
    hooks: {
      drawClear: [u => shadeMark(u, view)],
      setSelect: [u => {
        if (u.select.width > 3) {
          const fromNs = u.posToVal(u.select.left, "x") * 1e9;
          const toNs = u.posToVal(u.select.left + u.select.width, "x") * 1e9;
          u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
          view.show(fromNs, toNs);
        }
      }],
      ...hooks,
      draw: [...((hooks && hooks.draw) || []), u => drawMoments(u, report)],
    },
  };
}

function timeAxis() {
  return {
    ...axisStyle(),
    size: X_AXIS_HEIGHT,
    space: 74,
    values: (u, splits, axis, space, step) => {
      let digits = 0;
      const rest = scaled => Math.abs(scaled - Math.round(scaled)) / scaled;
      while (digits < 9 && rest(step * 10 ** digits) > 1e-6) digits++;
      return splits.map(second => second.toFixed(digits) + " s");
    },
  };
}

/** Amounts along an axis, without digits that say nothing: "15", "2.5", "10 ms". */
function axisValues(format) {
  return (u, splits) => splits.map(v => v === null ? "" : format(v).replace(/(\.\d*?)0+(?!\d)/, "$1").replace(/\.(?!\d)/, ""));
}

/** A scale of latencies: a line for each power of ten. */
function latencyAxis(from, to) {
  const splits = [];
  for (let value = from; value <= to * 1.001; value *= 10) splits.push(value);
  return {...axisStyle(), size: Y_AXIS_WIDTH, splits: () => splits, filter: (u, all) => all, values: axisValues(duration)};
}

/** Limits, as dotted lines across the chart with their names. */
function drawLimits(u, limits) {
  u.ctx.save();
  u.ctx.font = `${11 * uPlot.pxRatio}px system-ui, sans-serif`;
  u.ctx.textAlign = "left";
  u.ctx.lineWidth = 1.5 * uPlot.pxRatio;
  u.ctx.setLineDash([2, 3].map(part => part * uPlot.pxRatio));
  const right = u.bbox.left + u.bbox.width;
  limits.forEach(({ns, text}, i) => {
    const y = Math.round(u.valToPos(ns, "y", true)) + 0.5;
    u.ctx.strokeStyle = u.ctx.fillStyle = styleValue("--bad");
    u.ctx.beginPath();
    u.ctx.moveTo(u.bbox.left, y);
    u.ctx.lineTo(right, y);
    u.ctx.stroke();
    const wide = u.ctx.measureText(text).width;
    const left = i % 2 === 0 ? right - wide - 6 * uPlot.pxRatio : u.bbox.left + 2 * uPlot.pxRatio;
    const base = y - 4 * uPlot.pxRatio;
    u.ctx.fillStyle = styleValue("--paper");
    u.ctx.globalAlpha = 0.8;
    u.ctx.fillRect(left, base - 10 * uPlot.pxRatio, wide + 4 * uPlot.pxRatio, 13 * uPlot.pxRatio);
    u.ctx.globalAlpha = 1;
    u.ctx.fillStyle = styleValue("--bad");
    u.ctx.fillText(text, left + 2 * uPlot.pxRatio, base);
  });
  u.ctx.restore();
}

/** The marked span, behind everything. */
function shadeMark(u, view) {
  if (!view.marked) return;
  const left = Math.max(u.bbox.left, u.valToPos(view.marked[0] / 1e9, "x", true));
  const right = Math.min(u.bbox.left + u.bbox.width, u.valToPos(view.marked[1] / 1e9, "x", true));
  if (right < u.bbox.left || left > u.bbox.left + u.bbox.width) return;
  u.ctx.fillStyle = styleValue("--mark");
  u.ctx.fillRect(left, u.bbox.top, Math.max(2 * uPlot.pxRatio, right - left), u.bbox.height);
}

/** Plan changes, dashed, and events, dotted. */
function drawMoments(u, report) {
  const verticals = (moments, colour, dash) => {
    u.ctx.strokeStyle = styleValue(colour);
    u.ctx.lineWidth = uPlot.pxRatio;
    u.ctx.setLineDash(dash.map(part => part * uPlot.pxRatio));
    u.ctx.beginPath();
    for (const {atNs} of moments) {
      const x = Math.round(u.valToPos(atNs / 1e9, "x", true)) + 0.5;
      if (x >= u.bbox.left && x <= u.bbox.left + u.bbox.width) {
        u.ctx.moveTo(x, u.bbox.top);
        u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
      }
    }
    u.ctx.stroke();
  };
  u.ctx.save();
  verticals(report.plans, "--plan", [5, 3]);
  verticals(report.events, "--event", [1, 3]);
  u.ctx.restore();
}

/** Keeps a chart in step with the view, the width of its place, and the keyboard. */
function attach(u, place, view) {
  followView(u, place, view);
  keepWidth(u, place);
  u.over.tabIndex = 0;
  u.over.setAttribute("role", "img");
  u.over.addEventListener("keydown", event => {
    if (view.key(event)) event.preventDefault();
  });
}

/** A chart that nobody sees is drawn when it comes into sight. */
function followView(u, place, view) {
  let seen = true;
  let stale = false;
  const follow = () => {
    stale = !seen;
    if (seen) u.setScale("x", {min: view.fromNs / 1e9, max: view.toNs / 1e9});
  };
  view.onChange(follow);
  new IntersectionObserver(entries => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen && stale) follow();
  }, {rootMargin: "200px"}).observe(place);
}

/**
 * A chart over time. Each series has xs in nanoseconds, ys (null where nothing is known), a label, a
 * colour, and whether a value holds from its time on, up to its time, or at it. Latencies have a
 * logarithmic scale and may have limits.
 */
function timeChart(place, report, view, {title, series, format, log, limits = []}) {
  const data = uPlot.join(series.map(({xs, ys}) => [xs.map(ns => ns / 1e9), ys]));
  const values = [...series.flatMap(({ys}) => ys).filter(y => y !== null), ...limits.map(({ns}) => ns)];
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const least = values.reduce((a, b) => b > 0 ? Math.min(a, b) : a, Infinity);
  const range = decades(least, most);
  const y = log
    ? {distr: 3, log: 10, range: () => range}
    : {range: () => [0, most === 0 ? 1 : most * 1.06]};
  const u = new uPlot(
    timeOptions(report, view, {
      height: CHART_HEIGHT,
      title,
      scales: {y},
      axes: [log ? latencyAxis(...range) : {...axisStyle(), size: Y_AXIS_WIDTH, values: axisValues(format)}],
      hooks: {draw: [u => drawLimits(u, limits)]},
      series: series.map(each => ({
        label: each.label,
        stroke: each.colour,
        dash: each.dash,
        width: each.width || 1.5,
        fill: each.fill,
        paths: uPlot.paths.stepped({align: each.holds === "before" ? -1 : 1}),
        points: {show: false},
        value: (u, v) => v === null || v === undefined ? "–" : format(v),
      })),
    }),
    data, place);
  attach(u, place, view);
  u.over.setAttribute("aria-label", title + ": " + series.map(({label}) => label).join(", "));
  return u;
}

function decades(least, most) {
  if (!Number.isFinite(least)) return [1, 10];
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most * 1.0001))];
}

/** Percentile curves: the x axis is stretched so that each further nine takes the same room. */
function percentileChart(place, report, shares, distributions, title) {
  const nines = share => -Math.log10(1 - share / 1e6);
  const largest = Math.max(...distributions.map(each => each.count));
  const lastNine = Math.min(6, Math.max(1, Math.log10(largest)));
  const xs = Array.from(shares).filter(share => share < 1e6).map(nines).filter(x => x <= lastNine);
  xs.push(lastNine + 0.001);
  const data = [xs];
  for (const {count: measured, valuesNs: anyNs} of distributions) {
    const valuesNs = Array.from(anyNs, ns => Math.max(1, ns)); // the scale has no zero
    const ownLast = Math.min(6, Math.max(0.3, Math.log10(measured)));
    data.push(xs.map((x, i) => {
      if (i === xs.length - 1) return ownLast >= lastNine ? valuesNs[valuesNs.length - 1] : null;
      if (x > ownLast) return i > 0 && xs[i - 1] <= ownLast ? valuesNs[valuesNs.length - 1] : null;
      return valuesNs[i];
    }));
  }
  const values = data.slice(1).flat().filter(y => y !== null);
  const range = decades(Math.min(...values), Math.max(...values));
  const ticks = [0.30103, 1, 2, 3, 4, 5, 6];
  const name = x => x < 0.5 ? "50 %" : (100 - 100 / 10 ** x).toFixed(Math.max(0, Math.round(x) - 2)) + " %";
  const u = new uPlot({
    title,
    width: 300,
    height: 260,
    padding: [8, 24, 0, 0],
    cursor: {drag: {x: false, y: false}, points: {size: 6}},
    scales: {x: {time: false, range: () => [0, lastNine]}, y: {distr: 3, log: 10, range: () => range}},
    axes: [
      {...axisStyle(), size: X_AXIS_HEIGHT, space: 30, splits: () => ticks.filter(x => x <= lastNine), values: (u, splits) => splits.map(name)},
      latencyAxis(...range),
    ],
    series: [
      {label: "share", value: (u, x) => x === null ? "–" : x > lastNine ? "all" : (100 - 100 / 10 ** x).toFixed(Math.max(1, Math.ceil(x) - 1)) + " %"},
      ...distributions.map(each => ({
        label: `${report.cells[each.cell]} (${count(each.count)})`,
        stroke: cellColour(each.cell),
        dash: cellDash(each.cell),
        width: 2,
        points: {show: false},
        value: (u, v) => v === null || v === undefined ? "–" : duration(v),
      })),
    ],
  }, data, place);
  keepWidth(u, place);
  u.over.setAttribute("role", "img");
  u.over.setAttribute("aria-label", title + " of " + distributions.map(each => report.cells[each.cell]).join(", "));
  return u;
}
