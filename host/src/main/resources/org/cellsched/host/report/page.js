// Builds the page, top to bottom, from the report. What the report does not know is left out.

/** Cells whose charts are drawn at once; further ones when they are asked for. */
const CELLS_AT_ONCE = 8;

/** A column of a table with a longer text is made wide enough to be read. */
const WIDE_TEXT = 30;

/** Stretches of time that a cell's latencies must be known of, so that its line can be seen. */
const FEWEST_STRETCHES = 3;

function section(id, title, ...children) {
  return element("section", {id, "aria-labelledby": id + "-title"}, element("h2", {id: id + "-title"}, title), ...children);
}

function chip(report, cell) {
  return element("span", {class: "chip", style: `--cell: ${cellColour(cell)}`}, report.cells[cell]);
}

// --- the top, and the verdict

function header(report) {
  const verdict = report.verdict;
  return [
    element("p", {class: "kind"}, `cellsched report · ${report.source}`),
    element("h1", null, report.title,
      verdict && verdict.good !== undefined ? element("span", {class: verdict.good ? "badge good" : "badge bad"}, verdict.good ? "✓ all held" : "✗ failed") : null),
    report.description ? element("p", {class: "description"}, report.description) : null,
    element("dl", {class: "facts"},
      report.facts.map(({name, value}) => element("div", null, element("dt", null, name), element("dd", null, value)))),
  ].filter(Boolean);
}

function verdictSection(report) {
  const {verdict} = report;
  return section("verdict", verdict.good === undefined ? "Summary" : "Verdict",
    element("p", {class: verdict.good === false ? "headline bad" : "headline"}, verdict.headline),
    checkList(verdict.checks),
    verdict.hurts ? [
      element("h3", null, "Who was hurt, when and why"),
      hurtList(report),
    ] : element("h3", null, verdict.findings.length ? "Who was short of CPUs, and when" : "No cell ever wanted more CPUs than it owned"),
    findingList(report));
}

/** What came to cells that were hurt; what came to the others is folded away. */
function findingList(report) {
  const {hurts, findings} = report.verdict;
  const list = some => element("ol", {class: "findings"}, some.map(finding => findingCard(report, finding)));
  const isHurt = ({cell}) => !hurts || hurts.some(hurt => hurt.cell === cell);
  const [hurt, others] = [findings.filter(isHurt), findings.filter(finding => !isHurt(finding))];
  return [
    hurts && findings.length ? element("p", {class: "hint"},
      "The longest wait of each cell, and its slowest request. A wait begins when a task wakes, or loses its CPU while it has more to do, and ends when it runs. "
        + "A wakeup latency is a wait that began with waking, so that the longest wait may be longer than the longest wakeup latency.") : null,
    hurt.length ? list(hurt) : null,
    others.length ? element("details", {class: "others", open: hurt.length === 0}, element("summary", null, "The longest waits of cells that were not hurt"), list(others)) : null,
  ];
}

function hurtList(report) {
  const {hurts} = report.verdict;
  if (hurts.length === 0) {
    return element("p", null, "No cell came off badly: none starved, was late, was throttled or missed what is expected of it.");
  }
  const cells = [...new Set(hurts.map(({cell}) => cell))];
  return element("ul", {class: "hurts"}, cells.map(cell =>
    element("li", null, chip(report, cell), hurts.filter(hurt => hurt.cell === cell).map(hurtReason))));
}

/** Such as "; late: one wakeup in a hundred waited …, above the limit in 3 of 300 stretches". */
function hurtReason({word, reason, often, first}, i) {
  return [
    i > 0 ? "; " : " ",
    element("b", null, word), ` ${unbroken(reason)}${often ? ", above the limit " + often : ""}`,
    first ? [" ", timeLink(first, "first " + whenText(first), `Show in the timeline when it was ${word} for the first time`)] : null,
  ];
}

function checkList(checks) {
  const failedFirst = [...checks].sort((a, b) => a.passed - b.passed);
  return element("ul", {class: "checks"}, failedFirst.map(check =>
    element("li", {class: check.passed ? "good" : "bad"},
      element("span", {class: "sign"}, check.passed ? "✓ held" : "✗ failed"),
      element("span", {class: "what"},
        element("code", null, check.text), " ",
        element("span", {class: "detail"}, unbroken(check.detail))),
      check.span ? timeLink(check.span, (check.which ? check.which + " " : "") + whenText(check.span), "Show this time in the timeline") : null)));
}

function whenText({fromNs, toNs}) {
  if (fromNs === toNs) return "at " + duration(fromNs);
  let digits = 0;
  const isRound = ns => Math.abs(ns / 1e9 - Number((ns / 1e9).toFixed(digits))) * 1e9 <= (toNs - fromNs) / 50;
  while (digits < 9 && !(isRound(fromNs) && isRound(toNs))) digits++;
  return `${(fromNs / 1e9).toFixed(digits)} s to ${(toNs / 1e9).toFixed(digits)} s`;
}

function findingCard(report, finding) {
  const shares = finding.shares.filter(({ppm}) => ppm >= 500); // what rounds to nothing is left out
  return element("li", {style: `--cell: ${cellColour(finding.cell)}`},
    element("p", null, chip(report, finding.cell), " ", unbroken(finding.text), " ",
      timeLink(finding.span, "Show it in the timeline", `Show in the timeline: ${finding.text}`)),
    shares.length === 0 ? null : shareBar(shares),
    finding.story.length === 0 ? null : element("details", null,
      element("summary", null, "What happened to it, step by step"),
      element("ol", {class: "story"}, finding.story.map(({atNs, text}) =>
        element("li", null,
          element("span", {class: "time"}, moment(atNs, 1e6)),
          element("span", {class: "time"}, "+" + duration(atNs - finding.span.fromNs)),
          element("span", null, text))))));
}

/** Who had the CPUs that a task could have used, as one bar. */
function shareBar(shares) {
  return element("div", {class: "sharing"},
    element("div", {class: "bar", role: "img", "aria-label": shares.map(({name, ppm}) => `${name} ${percent(ppm, 1e6)}`).join(", ")},
      shares.map(({name, ppm}) => element("span", {class: "share " + name.replace(/ /g, "-"), style: `flex: ${ppm}`, title: `${name}: ${percent(ppm, 1e6)}`}))),
    element("p", {class: "key"}, "Its CPUs went to: ", shares.map(({name, ppm}) =>
      element("span", {class: "share-name"}, element("span", {class: "dot share " + name.replace(/ /g, "-")}), `${name} ${percent(ppm, 1e6)}`))));
}

// --- the timeline

function timelineSection(report) {
  return section("timeline", "Timeline",
    element("div", {class: "controls", role: "toolbar", "aria-label": "Time shown"}),
    element("p", {id: "marked", "aria-live": "polite"}),
    element("p", {class: "hint"},
      "All charts show the same time. ",
      element("span", {class: "mouse"}, "Drag to zoom in; on the map turn the wheel. Keys, when a chart has the focus: ← → + − and 0. "),
      element("span", {class: "touch"}, "On the map pinch to zoom, and drag with one finger to move. "),
      element("span", {class: "line plan"}), " plan change ",
      report.events.length ? [element("span", {class: "line event"}), " event of the scenario"] : null),
    report.events.length ? eventList(report) : null,
    report.map || report.plans.length ? [
      element("h3", null, report.map ? "CPU by time" : "CPU by time: whose they are"),
      element("p", {class: "legend"}, report.cells.map((_, cell) => chip(report, cell)),
        report.map ? element("span", {class: "chip hatched"}, "striped: borrowed; the body is who runs, the stripe whose CPU it is") : null,
        report.map ? element("span", {class: "chip pale"}, "pale: idle") : null,
        report.map && report.map.resolutionNs ? element("span", {class: "note"}, `Turns shorter than ${duration(report.map.resolutionNs)} are drawn together.`) : null),
      element("div", {id: "map"}),
      element("p", {id: "readout", "aria-live": "polite"}, element("span", {class: "mouse"}, "Point at the map, or focus it and use ↑ and ↓."), element("span", {class: "touch"}, "Touch the map to see what goes on there.")),
    ] : null,
    report.samples || report.bins ? element("p", {class: "hint"}, cpuChartNote(report)) : null,
    element("div", {id: "charts", class: "grid"}));
}

/** What the lines of a cell's chart mean. */
function cpuChartNote({samples, bins}) {
  const used = "Used: CPUs that its tasks ran on, borrowed ones included. Lent: what others ran on its CPUs. ";
  const demand = "Demand: CPUs that its tasks ran on or waited for; waiting is counted up to a limit. A cell that must wait wants more than it uses.";
  return (bins ? used : "") + (samples ? demand : "");
}

/** What the page says about a time to which one of its links led. */
function nameOfSpan(report, fromNs, toNs) {
  const is = span => span && span.fromNs === fromNs && span.toNs === toNs;
  const {checks = [], findings = [], hurts} = report.verdict || {};
  const finding = findings.find(({span}) => is(span));
  if (finding) return "In the frame: " + finding.text;
  const check = checks.find(({span}) => is(span));
  if (check) return `In the frame${check.which === "worst" ? ", where it was worst" : ""}: ${check.text} (${check.detail})`;
  const hurt = (hurts || []).find(({first}) => is(first));
  if (hurt) return `In the frame: the first time that ${report.cells[hurt.cell]} was ${hurt.word}`;
  const at = moments => moments.filter(({atNs}) => atNs === fromNs && atNs === toNs);
  const there = [
    ...at(report.events).map(({text}) => text),
    ...at(report.plans).map(({generation, reason}) => `plan ${generation} (${reason})`),
  ];
  return there.length ? "In the frame: " + there.join("; ") : "";
}

function eventList(report) {
  return element("details", null,
    element("summary", null, report.events.length === 1 ? "One event of the scenario" : `${report.events.length} events of the scenario`),
    element("ul", {class: "events"}, report.events.map(({atNs, text}) =>
      element("li", null, timeLink({fromNs: atNs, toNs: atNs}, duration(atNs), `Show in the timeline: ${text}`), " " + text))));
}

function controls(report, view) {
  const shown = element("output", {id: "shown"});
  const button = (text, label, action) => element("button", {type: "button", "aria-label": label, title: label, onclick: action}, text);
  const middle = () => (view.fromNs + view.toNs) / 2;
  const marked = document.getElementById("marked");
  const tell = () => {
    const inSight = view.marked && view.marked[0] <= view.toNs && view.marked[1] >= view.fromNs;
    marked.textContent = inSight ? nameOfSpan(report, ...view.marked) : "";
    shown.textContent = `${moment(view.fromNs, view.widthNs)} – ${moment(view.toNs, view.widthNs)} (${duration(view.widthNs)})`;
  };
  view.onChange(tell);
  tell();
  document.querySelector(".controls").append(
    button("◀", "Earlier", () => view.pan(-0.5)),
    button("▶", "Later", () => view.pan(0.5)),
    button("+", "Zoom in", () => view.zoom(0.5, middle())),
    button("−", "Zoom out", () => view.zoom(2, middle())),
    button("Whole run", "Show the whole run", () => view.whole()),
    shown);
}

/** Series of one cell or more, as far as they are known. */
class Series {
  constructor(report, columns) {
    this.report = report;
    this.columns = columns;
    if (report.bins) {
      const {widthNs, count} = report.bins;
      this.binStarts = Array.from({length: count}, (_, i) => i * widthNs);
      this.binWidths = this.binStarts.map(ns => Math.min(widthNs, report.lengthNs - ns));
      this.binStarts.push(report.lengthNs); // so that the last stretch is drawn to its end
    }
    this.planTimes = report.plans.map(({atNs}) => atNs);
  }

  /** Values by stretch of time, each by its width if `perTime`. */
  binned(number, convert) {
    const column = this.columns[number];
    const ys = this.binWidths.map((widthNs, i) => column[i] < 0 ? null : convert(column[i], i, widthNs));
    return {xs: this.binStarts, ys: [...ys, ys[ys.length - 1]]};
  }

  cpus(number) {
    return this.binned(number, (ns, i, widthNs) => ns / widthNs);
  }

  owned(cell) {
    const ys = this.report.plans.map(plan => this.columns[plan.ownerOfCpu].reduce((sum, owner) => sum + (owner === cell), 0));
    return {xs: [...this.planTimes, this.report.lengthNs], ys: [...ys, ys[ys.length - 1]]};
  }

  sampled(number, unit) {
    const column = this.columns[number];
    return {xs: Array.from(this.columns[this.report.samples.atNs]), ys: Array.from(column, v => v < 0 ? null : v / unit), holds: "before"};
  }

  utilisation(cell) {
    const {bins, samples} = this.report;
    if (!bins) return this.sampled(samples.utilisationPpm[cell], 1e4);
    const capacity = this.columns[bins.cells[cell].capacityNs];
    return this.binned(bins.cells[cell].cpuTimeNs, (ns, i) => capacity[i] > 0 ? 100 * ns / capacity[i] : null);
  }
}

/** Cells that ever owned a CPU, ran or wanted anything; the root cell last. */
function liveCells(report, columns) {
  const positive = number => columns[number].some(value => value > 0);
  const rootLast = [...report.cells.keys()].slice(1).concat(0);
  return rootLast.filter(cell =>
    report.plans.some(plan => columns[plan.ownerOfCpu].includes(cell))
      || (report.bins && positive(report.bins.cells[cell].cpuTimeNs))
      || (report.samples && positive(report.samples.demandMilliCpus[cell])));
}

function cellSeries(report, series, cell) {
  const colour = cellColour(cell);
  const lines = [];
  if (report.plans.length) lines.push({...series.owned(cell), label: "owned", colour, width: 2.5, fill: colour.replace("rgb", "rgba").replace(")", ",0.12)")});
  if (report.bins) {
    const bins = report.bins.cells[cell];
    lines.push(
      {...series.cpus(bins.cpuTimeNs), label: "used", colour: styleValue("--ink"), width: 1.5},
      {...series.cpus(bins.borrowedNs), label: "borrowed", colour: styleValue("--quiet"), dash: [2, 2]},
      {...series.cpus(bins.lentNs), label: "lent", colour: styleValue("--quiet"), dash: [10, 2, 2, 2]});
  }
  if (report.samples) lines.push({...series.sampled(report.samples.demandMilliCpus[cell], 1000), label: "demand", colour: styleValue("--ink"), dash: [7, 4]});
  return lines;
}

function byCell(report, cells, seriesOf) {
  return cells.map(cell => ({...seriesOf(cell), label: report.cells[cell], colour: cellColour(cell), dash: cellDash(cell)}));
}

/** Cells with latencies in more than a few stretches of time; if there are none, all that have any. */
function cellsWithLine(report, columns, cells, kind) {
  const measured = cell => report.bins.cells[cell][kind] ? columns[report.bins.cells[cell][kind].p50Ns].reduce((sum, ns) => sum + (ns >= 0), 0) : 0;
  const often = cells.filter(cell => measured(cell) >= FEWEST_STRETCHES);
  return often.length ? often : cells.filter(cell => measured(cell) > 0);
}

function drawTimeCharts(report, columns, view, cells) {
  const series = new Series(report, columns);
  const grid = document.getElementById("charts");
  const chart = options => {
    const place = element("figure", {class: "chart"});
    grid.append(place);
    timeChart(place, report, view, options);
  };
  for (const cell of cells) {
    const lines = cellSeries(report, series, cell);
    if (lines.length) chart({title: `${report.cells[cell]}: CPUs${report.bins ? "" : " owned and wanted"}`, series: lines, format: v => plain(v, v < 10 ? 2 : 1)});
  }
  if (cells.length && (report.bins || report.samples)) {
    chart({title: "Utilisation of own CPUs, all cells", series: byCell(report, cells, cell => series.utilisation(cell)), format: v => plain(v, 0) + " %"});
  }
  for (const kind of ["wakeup", "request"]) {
    if (!report.bins) break;
    const known = cellsWithLine(report, columns, cells, kind);
    for (const [figure, words] of [["p99Ns", "99th percentile"], ["maxNs", "longest"], ["p50Ns", "median"]]) {
      if (known.length) {
        chart({
          title: `${kind === "wakeup" ? "Wakeup" : "Request"} latency: ${words}`, log: true, format: duration,
          limits: report.bins.limits.filter(limit => limit.kind === kind && limit.figure === figure),
          series: byCell(report, known, cell => series.binned(report.bins.cells[cell][kind][figure], ns => Math.max(1, ns))),
        });
      }
    }
  }
}

// --- the rest

function latencySection(report) {
  return section("latency", "Latency of the whole run",
    element("p", {class: "hint"}, "At 99 %, one in a hundred took longer than the height of the line; at 99.9 %, one in a thousand. Each step to the right takes the same room, so that the slowest are seen. In brackets: how many there were."),
    element("div", {id: "percentiles", class: "grid"}));
}

function drawPercentiles(report, columns) {
  const shares = columns[report.latencies.shareOfMillion];
  for (const [kind, title] of [["wakeup", "Wakeup latency by percentile"], ["request", "Request latency by percentile"]]) {
    const distributions = report.latencies[kind].map(each => ({...each, valuesNs: columns[each.valuesNs]}));
    if (distributions.length) {
      const place = element("figure", {class: "chart"});
      document.getElementById("percentiles").append(place);
      percentileChart(place, report, shares, distributions, title);
    }
  }
}

function topologySection(report, columns) {
  const {plans} = report;
  const choice = (label, chosen) => {
    const place = element("div", {class: "machine"});
    const select = element("select", {"aria-label": `Plan shown ${label}`},
      plans.map((plan, i) => element("option", {value: i, selected: i === chosen}, `plan ${plan.generation}, from ${duration(plan.atNs)}`)));
    return {place, select, node: element("div", {class: "half"}, element("p", null, element("b", null, label + " "), select), place)};
  };
  const shown = planToShow(report, columns);
  const before = choice("before", shown > 0 ? shown - 1 : 0);
  const after = choice("after", shown);
  const draw = () => {
    const owners = side => columns[plans[Number(side.select.value)].ownerOfCpu];
    before.place.replaceChildren(machine(report, columns, owners(before), owners(after)));
    after.place.replaceChildren(machine(report, columns, owners(after), owners(before)));
  };
  before.select.addEventListener("change", draw);
  after.select.addEventListener("change", draw);
  draw();
  return section("topology", "Whose CPUs, before and after",
    element("p", {class: "hint"}, "Boxes are last-level caches, and in them cores with their CPUs. A frame marks a CPU that changed hands between the two plans."),
    element("div", {class: "halves"}, before.node, after.node),
    planTable(report, columns));
}

/** The plan in force when the first cell that was hurt waited longest; else the one with the most cells. */
function planToShow(report, columns) {
  const {plans, verdict} = report;
  const hurt = verdict && verdict.hurts && verdict.hurts[0];
  const worst = hurt && verdict.findings.find(({cell}) => cell === hurt.cell);
  const before = worst ? firstIndex(0, plans.length, i => plans[i].atNs > worst.span.fromNs) : 0;
  if (before > 1) return before - 1;
  const owners = plans.map(({ownerOfCpu}) => new Set(columns[ownerOfCpu]).size);
  return owners.lastIndexOf(Math.max(...owners));
}

/** What a plan changed: "batch 3 → 6, quiet 2 → 1". */
function planChanges(report, columns, i) {
  const owned = plan => report.cells.map((_, cell) => columns[plan.ownerOfCpu].reduce((sum, owner) => sum + (owner === cell), 0));
  const now = owned(report.plans[i]);
  if (i === 0) return report.cells.map((name, cell) => now[cell] ? `${name} ${now[cell]}` : null).filter(Boolean).join(", ");
  const before = owned(report.plans[i - 1]);
  return report.cells.map((name, cell) => now[cell] === before[cell] ? null : `${name} ${before[cell]} → ${now[cell]}`).filter(Boolean).join(", ");
}

/** The machine as nested boxes, each CPU in its owner's colour. */
function machine(report, columns, owners, others) {
  const {cpus, coreOf, llcOf, nodeOf, socketOf} = report.machine;
  const levels = [["socket", columns[socketOf]], ["node", columns[nodeOf]], ["LLC", columns[llcOf]], ["core", columns[coreOf]]];
  const build = (members, depth) => {
    if (depth === levels.length) return members.map(cpu => cpuBox(report, cpu, owners[cpu], others[cpu]));
    const [name, partOf] = levels[depth];
    const parts = new Map();
    for (const cpu of members) parts.set(partOf[cpu], [...(parts.get(partOf[cpu]) || []), cpu]);
    return [...parts].map(([part, inside]) =>
      element("div", {class: "part " + name},
        name === "core" || (depth < 2 && parts.size === 1) ? null : element("span", {class: "name"}, `${name} ${part}`),
        build(inside, depth + 1)));
  };
  const all = Array.from({length: cpus}, (_, cpu) => cpu);
  const byOwner = report.cells
    .map((name, cell) => [name, all.filter(cpu => owners[cpu] === cell)])
    .filter(([, owned]) => owned.length)
    .map(([name, owned]) => `${name}: CPU${owned.length === 1 ? "" : "s"} ${cpuList(owned)}`);
  return element("div", null,
    element("div", {class: "boxes", "aria-hidden": true}, build(all, 0)),
    element("p", {class: "owned"}, byOwner.join("; ")));
}

function cpuBox(report, cpu, owner, other) {
  const rgb = owner < 0 ? null : occupantRgb(owner, Infinity);
  return element("span", {
    class: "cpu" + (owner < 0 ? " nobody" : "") + (owner !== other ? " moved" : ""),
    style: rgb ? `background: ${css(rgb)}; color: ${inkOn(rgb)}` : null,
    title: `CPU ${cpu}: ${owner < 0 ? "nobody" : report.cells[owner]}`,
  }, String(cpu));
}

function planTable(report, columns) {
  return element("details", {open: report.plans.length <= 12},
    element("summary", null, `${report.plans.length} plans in force, one after the other`
      + (report.plansLeftOut ? `; ${report.plansLeftOut} more are left out` : "")),
    table("", ["plan", "from", "causes", "CPUs moved", "CPUs of cells", "reason"], report.plans.map((plan, i) => [
      String(plan.generation),
      timeLink({fromNs: plan.atNs, toNs: plan.atNs}, duration(plan.atNs), `Show plan ${plan.generation} in the timeline`),
      plan.causes.join(", "), String(plan.cpusMoved), planChanges(report, columns, i), plan.reason])));
}

function table(title, columns, rows, note) {
  const isWide = i => rows.some(row => typeof row[i] === "string" && row[i].length > WIDE_TEXT) ? "wide" : null;
  return element("div", null, element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": title || columns.join(", ")},
    element("table", null,
      title ? element("caption", null, title) : null,
      element("thead", null, element("tr", null, columns.map(name => element("th", {scope: "col"}, name)))),
      element("tbody", null, rows.map(row => element("tr", null, row.map((cell, i) => element(i === 0 ? "th" : "td", i === 0 ? {scope: "row"} : {class: isWide(i)}, cell))))))),
    note ? element("p", {class: "hint"}, note) : null);
}

function migrationSection(report, columns) {
  const {distances, countsOfCell} = report.migrations;
  const rows = report.cells.map((name, cell) => [cell, columns[countsOfCell[cell]]]).filter(([, counts]) => counts.some(n => n > 0));
  const used = distances.map((_, d) => rows.some(([, counts]) => counts[d] > 0));
  return section("migrations", "Migrations by distance",
    element("p", {class: "hint"}, "Where tasks started, seen from the CPU on which they ran last."),
    element("div", {class: "migrations"}, rows.map(([cell, counts]) => {
      const sum = counts.reduce((a, b) => a + b, 0);
      return element("div", {class: "spread"}, chip(report, cell),
        element("ul", null, distances.map((name, d) => used[d] ? element("li", null,
          element("span", null, name),
          element("span", {class: "track"}, element("span", {class: "fill", style: `width: ${100 * counts[d] / sum}%; background: ${cellColour(cell)}`})),
          element("span", {class: "number"}, `${count(counts[d])} (${percent(counts[d], sum)})`)) : null)));
    })));
}

function noticeSection(report) {
  return section("notices", "What the controller said",
    element("details", {open: report.notices.some(({severity}) => severity !== "info")},
      element("summary", null, `${report.notices.length} notices`),
      table("", ["time", "", "text"], report.notices.map(({atNs, severity, text}) => [
        timeLink({fromNs: atNs, toNs: atNs}, duration(atNs), "Show this time in the timeline"), severity, text]))));
}

function repeatSection(report) {
  const copied = element("span", {role: "status"});
  return section("repeat", "Repeat it",
    element("pre", {class: "command", tabindex: 0}, report.command),
    element("p", null, element("button", {type: "button", onclick: () => navigator.clipboard.writeText(report.command).then(
      () => { copied.textContent = " copied"; }, () => { copied.textContent = " your browser did not allow it"; })}, "Copy the command"), copied),
    report.scenario ? [element("h3", null, "The scenario"), element("pre", {class: "scenario", tabindex: 0}, report.scenario)] : null);
}

function wordSection() {
  return section("words", "Words", element("details", null, element("summary", null, "What the words of this page mean"),
    element("dl", {class: "words"}, WORDS.map(([word, meaning]) => [element("dt", null, word), element("dd", null, meaning)]))));
}

// --- everything

function build(report, columns) {
  document.getElementById("top").replaceChildren(...header(report));
  const main = document.getElementById("main");
  main.replaceChildren(...[
    report.verdict ? verdictSection(report) : null,
    timelineSection(report),
    report.latencies && report.latencies.wakeup.length + report.latencies.request.length ? latencySection(report) : null,
    report.plans.length ? topologySection(report, columns) : null,
    report.migrations ? migrationSection(report, columns) : null,
    ...report.tables.map(({title, columns: names, rows, note}) => section(title.replace(/\W/g, "-").toLowerCase(), title, table(title, names, rows, note))),
    report.notices.length ? noticeSection(report) : null,
    repeatSection(report),
    wordSection(),
  ].filter(Boolean));
  const sections = [...main.querySelectorAll("section")];
  const contents = element("nav", {id: "contents", "aria-label": "Contents"},
    sections.map(({id, firstChild}) => element("a", {href: "#" + id}, firstChild.textContent)));
  document.getElementById("contents")?.remove();
  main.before(contents);
}

function draw(report, columns, view) {
  controls(report, view);
  if (report.map || report.plans.length) {
    new CpuMapChart(document.getElementById("map"), report, columns, view, document.getElementById("readout"));
  }
  const cells = liveCells(report, columns);
  drawTimeCharts(report, columns, view, cells.slice(0, CELLS_AT_ONCE));
  if (cells.length > CELLS_AT_ONCE) {
    const grid = document.getElementById("charts");
    const more = element("button", {type: "button", class: "more", onclick: () => {
      grid.replaceChildren();
      more.remove();
      drawTimeCharts(report, columns, view, cells);
    }}, `Draw the charts of the other ${cells.length - CELLS_AT_ONCE} cells too`);
    grid.after(more);
  }
  if (document.getElementById("percentiles")) drawPercentiles(report, columns);
}

async function start() {
  const report = JSON.parse(document.getElementById("report").textContent);
  const columns = decodedColumns(await inflated(document.getElementById("columns").textContent));
  let view = new View(report.lengthNs);
  const show = () => {
    const before = view;
    view = new View(report.lengthNs);
    Object.assign(view, {fromNs: before.fromNs, toNs: before.toNs, marked: before.marked});
    build(report, columns);
    draw(report, columns, view);
  };
  show();
  dark.addEventListener("change", show);
  followLinks(() => view);
  document.body.dataset.ready = "true";
}

start().catch(error => {
  document.getElementById("main").replaceChildren(element("p", {class: "trouble"},
    `This report cannot be shown: ${error.message}. It needs a browser of 2023 or later.`));
  throw error;
});
