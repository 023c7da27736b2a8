// Builds the page of a comparison from the document that `sim compare --json` writes.

const ROW_HEIGHT = 15;
const LABEL_WIDTH = 132;
const SURE = "AMONG_ALL";

/** Changes are drawn up to so many times more or less; what is beyond stands at the edge. */
const LARGEST_FACTOR = 100;

function amount(value, unit) {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "NS": return duration(value);
    case "PPM": return (value / 1e4).toFixed(1) + " %";
    default: return count(Math.round(value * 10) / 10);
  }
}

function plusMinus({mean, halfWidth}, unit) {
  return amount(mean, unit) + (halfWidth === null || halfWidth === undefined ? "" : " ± " + amount(halfWidth, unit));
}

function signed(value, unit) {
  return (value > 0 ? "+" : value < 0 ? "−" : "") + amount(Math.abs(value), unit);
}

/** What a difference is for the one whose measure it is; nothing where chance may have made it. */
function verdictOf(measure, values) {
  const {difference} = values;
  if (!difference || difference.evidence === "NONE" || difference.mean === 0) return null;
  const word = measure.better === "NEITHER" ? "differs" : difference.mean < 0 ? "better" : "worse";
  return {word, stars: difference.evidence === SURE ? "**" : "*"};
}

/** The policy's mean by the baseline's, with the ends of the interval; null where that says nothing. */
function factorOf(measure, values) {
  const base = measure.policies[0].estimate;
  const {difference} = values;
  if (!base || !difference || base.mean <= 0) return null;
  const factor = change => (base.mean + change) / base.mean;
  return {
    mean: factor(difference.mean),
    low: factor(difference.mean - difference.halfWidth),
    high: factor(difference.mean + difference.halfWidth),
  };
}

function factorText({mean}) {
  return mean >= 2 ? "×" + (mean >= 10 ? mean.toFixed(0) : mean.toFixed(1)) : (mean >= 1 ? "+" : "−") + Math.abs(100 * (mean - 1)).toFixed(1) + " %";
}

function policyColour(index) {
  return css(occupantRgb(index, Infinity));
}

function policyChip(comparison, index) {
  return element("span", {class: "chip", style: `--cell: ${policyColour(index)}`}, comparison.policies[index].name);
}

// --- the summary

/** Sure differences of one policy by word, largest change first. */
function sureDifferences(scenario, index) {
  const found = {better: [], worse: [], differs: []};
  for (const subject of scenario.subjects) {
    for (const measure of subject.measures) {
      const values = measure.policies[index];
      const verdict = verdictOf(measure, values);
      if (!verdict || verdict.stars !== "**") continue;
      const factor = factorOf(measure, values);
      const size = factor ? Math.abs(Math.log(Math.max(1e-9, factor.mean))) : Infinity;
      const change = factor ? factorText(factor) : signed(values.difference.mean, measure.unit);
      found[verdict.word].push({size, text: `${subject.name} ${measure.name} ${change}`});
    }
  }
  for (const list of Object.values(found)) list.sort((a, b) => b.size - a.size);
  return found;
}

function summary(comparison, scenario) {
  return element("div", null, comparison.policies.slice(1).map((policy, i) => {
    const found = sureDifferences(scenario, i + 1);
    const line = word => found[word].length
      ? element("li", null, element("span", {class: word}, word + ": "), found[word].map(({text}) => text).join(", ")) : null;
    return element("div", {class: "against"},
      element("h3", null, policyChip(comparison, i + 1), " against ", policyChip(comparison, 0)),
      element("ul", null, line("better"), line("worse"), line("differs"),
        Object.values(found).every(list => list.length === 0) ? element("li", null, "No difference is more than chance.") : null));
  }));
}

// --- the charts

/** One chart of a cell, or of the machine: a row for each measure and policy that can be drawn. */
function changeChart(comparison, subject) {
  const rows = [];
  for (const measure of subject.measures) {
    measure.policies.forEach((values, policy) => {
      const factor = policy === 0 ? null : factorOf(measure, values);
      if (factor) rows.push({measure, policy, factor, values});
    });
  }
  if (rows.length === 0) return null;
  const place = element("figure", {class: "chart"});
  const draw = () => drawChanges(comparison, subject, rows, place);
  return {place, draw};
}

/** So many that their names have room on a phone too. */
function factorTicks(limit) {
  const upwards = limit > 15 ? [10, 100] : limit > 3 ? [2, 5, 10] : limit > 1.7 ? [1.25, 2] : [1.1, 1.25, 1.5];
  const shown = upwards.filter(factor => factor <= limit);
  return [...shown.map(factor => 1 / factor).reverse(), 1, ...shown];
}

function drawChanges(comparison, subject, rows, place) {
  const ends = rows.flatMap(({factor}) => [factor.low, factor.high]).filter(f => f > 0);
  const widest = Math.max(1.25, ...ends.map(f => f < 1 ? 1 / f : f));
  const limit = Math.min(LARGEST_FACTOR, widest * 1.15);
  const ticks = factorTicks(limit);
  const style = {...axisStyle(), ticks: {show: false}};
  const first = rows.map((row, i) => i === 0 || rows[i - 1].measure !== row.measure ? row.measure.name : "");
  const u = new uPlot({
    title: subject.name === "machine" ? "The machine" : `Cell ${subject.name}`,
    width: 300,
    height: rows.length * ROW_HEIGHT + 44,
    padding: [6, 16, 0, 0],
    cursor: {drag: {x: false, y: false}, x: false, y: false, points: {show: false}},
    legend: {show: false},
    scales: {x: {time: false, distr: 3, log: 10, range: () => [1 / limit, limit]}, y: {range: () => [0, rows.length], dir: -1}},
    axes: [
      {...style, size: 30, splits: () => ticks, filter: (u, splits) => splits,
        values: (u, splits) => splits.map(f => f === 1 ? "same" : f > 1 ? "×" + f : "÷" + Math.round(100 / f) / 100)},
      {...style, size: LABEL_WIDTH, grid: {show: false}, splits: () => rows.map((_, i) => i + 0.5), filter: (u, splits) => splits,
        values: (u, splits) => splits.map(at => first[Math.floor(at)])},
    ],
    series: [{}, {points: {show: false}}],
    hooks: {draw: [drawSame, u => rows.forEach((row, i) => drawInterval(u, row, i + 0.5, limit))]},
  }, [[1 / limit, limit], [null, null]], place);
  u.over.setAttribute("role", "img");
  u.over.setAttribute("aria-label", `Change of ${subject.name}'s measures against the baseline; the table has the numbers`);
  u.over.addEventListener("pointermove", event => {
    const row = rows[Math.floor(event.offsetY / u.over.clientHeight * rows.length)];
    if (row) showTip(changeLines(comparison, subject, row), event.clientX, event.clientY);
  });
  u.over.addEventListener("pointerleave", hideTip);
  keepWidth(u, place);
}

function drawSame(u) {
  const x = u.valToPos(1, "x", true);
  u.ctx.save();
  u.ctx.strokeStyle = styleValue("--quiet");
  u.ctx.lineWidth = uPlot.pxRatio;
  u.ctx.beginPath();
  u.ctx.moveTo(x, u.bbox.top);
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
  u.ctx.stroke();
  u.ctx.restore();
}

/** The interval as a line, the mean as a mark of the policy's colour and shape. */
function drawInterval(u, {policy, factor}, y, limit) {
  const x = f => u.valToPos(Math.min(limit, Math.max(1 / limit, f)), "x", true);
  const top = u.valToPos(y, "y", true);
  const size = 4 * uPlot.pxRatio;
  u.ctx.save();
  u.ctx.strokeStyle = u.ctx.fillStyle = policyColour(policy);
  u.ctx.lineWidth = 2 * uPlot.pxRatio;
  u.ctx.beginPath();
  u.ctx.moveTo(x(factor.low), top);
  u.ctx.lineTo(x(factor.high), top);
  u.ctx.stroke();
  u.ctx.beginPath();
  const middle = x(factor.mean);
  if (policy % 3 === 1) {
    u.ctx.arc(middle, top, size, 0, 2 * Math.PI);
  } else if (policy % 3 === 2) {
    u.ctx.rect(middle - size, top - size, 2 * size, 2 * size);
  } else {
    u.ctx.moveTo(middle, top - size);
    u.ctx.lineTo(middle + size, top + size);
    u.ctx.lineTo(middle - size, top + size);
  }
  u.ctx.fill();
  u.ctx.restore();
}

function changeLines(comparison, subject, {measure, policy, values, factor}) {
  const verdict = verdictOf(measure, values);
  return [
    `${subject.name} ${measure.name}: ${factorText(factor)}`,
    `${comparison.policies[0].name}: ${plusMinus(measure.policies[0].estimate, measure.unit)}`,
    `${comparison.policies[policy].name}: ${plusMinus(values.estimate, measure.unit)}`,
    `difference ${signed(values.difference.mean, measure.unit)} ± ${amount(values.difference.halfWidth, measure.unit)}`,
    verdict ? verdict.word + " " + verdict.stars : "chance may have made it",
  ];
}

// --- the numbers

function numbers(comparison, scenario) {
  const others = comparison.policies.slice(1);
  const head = ["measure", ...comparison.policies.map(({name}) => name), ...others.map(({name}) => `${name} − ${comparison.policies[0].name}`)];
  const rows = scenario.subjects.flatMap(subject => [
    element("tr", {class: "subject"}, element("th", {scope: "rowgroup", colspan: head.length}, subject.name)),
    ...subject.measures.map(measure => element("tr", null,
      element("th", {scope: "row"}, measure.name),
      measure.policies.map(({estimate}) => element("td", {class: "num"}, estimate ? plusMinus(estimate, measure.unit) : "–")),
      measure.policies.slice(1).map(values => differenceCell(measure, values)))),
  ]);
  return element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "All numbers"},
    element("table", null, element("thead", null, element("tr", null, head.map((name, i) => element("th", {scope: "col", class: i ? "num" : null}, name)))),
      element("tbody", null, rows)));
}

function differenceCell(measure, values) {
  const {difference} = values;
  if (!difference) return element("td", {class: "num"}, "–");
  const verdict = verdictOf(measure, values);
  return element("td", {class: "num " + (verdict ? verdict.word : "quiet")},
    `${signed(difference.mean, measure.unit)} ± ${amount(difference.halfWidth, measure.unit)} ${verdict ? verdict.word + " " + verdict.stars : ""}`);
}

// --- everything

function scenarioSection(comparison, scenario, charts) {
  const drawn = scenario.subjects.map(subject => changeChart(comparison, subject)).filter(Boolean);
  charts.push(...drawn);
  const broken = scenario.runs.flatMap(({policy, runs}) => runs.filter(run => run.violations > 0).map(({seed, violations}) => `${policy} with seed ${seed}: ${violations}`));
  return element("section", null,
    element("h2", null, scenario.scenario),
    element("p", {class: "kind"}, `${scenario.file}, ${scenario.cpus} CPUs, ${duration(scenario.durationNs)} simulated`),
    broken.length ? element("p", {class: "trouble"}, "Violations of invariants, " + broken.join("; ")) : null,
    summary(comparison, scenario),
    element("h3", null, "How much more or less"),
    element("p", {class: "hint"}, `Each mark is a policy's mean by the baseline's, and its line the ${comparison.confidence * 100} % interval of the difference, paired by seed. `
      + "What touches “same” may be chance. What is 0 under the baseline is only in the table."),
    element("p", {class: "legend"}, comparison.policies.slice(1).map((_, i) => policyChip(comparison, i + 1))),
    element("div", {class: "grid"}, drawn.map(({place}) => place)),
    element("h3", null, "All numbers"),
    element("p", {class: "hint"}, `Means over ${comparison.seeds.length} seeds with their intervals. * more than chance, looked at alone; ** so even among these ${scenario.differences} differences.`),
    numbers(comparison, scenario));
}

function build(comparison) {
  const charts = [];
  document.getElementById("top").replaceChildren(
    element("p", {class: "kind"}, "cellsched comparison · simulated"),
    element("h1", null, document.title),
    element("dl", {class: "facts"}, [
      ...comparison.policies.map(({name, settings}, i) => [i === 0 ? `baseline ${name}` : `policy ${name}`, settings.join(", ") || "the scenario as it is"]),
      ["seeds", comparison.seeds.length > 6 ? `${comparison.seeds[0]} to ${comparison.seeds[comparison.seeds.length - 1]}` : comparison.seeds.join(", ")],
      ["version", comparison.version],
      ...(comparison.complete ? [] : [["interrupted", "some runs are missing"]]),
    ].map(([name, value]) => element("div", null, element("dt", null, name), element("dd", null, value)))));
  document.getElementById("main").replaceChildren(
    ...comparison.scenarios.map(scenario => scenarioSection(comparison, scenario, charts)),
    element("section", null, element("h2", null, "Repeat it"),
      element("pre", {class: "command", tabindex: 0}, comparison.repeatCommand),
      element("p", {class: "hint"}, "One run of a policy, with a seed behind it:"),
      element("pre", {tabindex: 0}, comparison.scenarios.flatMap(({runs}) => runs.map(({runCommand}) => runCommand)).join("\n"))));
  for (const {draw} of charts) draw();
}

const comparison = JSON.parse(document.getElementById("report").textContent);
build(comparison);
dark.addEventListener("change", () => build(comparison));
document.body.dataset.ready = "true";
