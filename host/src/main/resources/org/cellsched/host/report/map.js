// Who had which CPU when. A uPlot chart has the axes, the cursor and the selection; the pieces are
// painted pixel by pixel. The number of pieces is bounded where they are made, so that all of them
// can be looked at for each picture: a pixel shows who had most of its time, and how much of it.

const HATCH_PERIOD = 7;
const HATCH_WIDTH = 2.5;
const NOBODY = -1;

class CpuMap {
  constructor(report, columns) {
    const [map, column] = report.map ? [report.map, number => columns[number]] : ownershipAsMap(report, columns);
    this.report = report;
    this.map = map;
    this.cellCount = report.cells.length;
    this.cell = Int32Array.from(column(map.cell));
    this.borrowed = Uint8Array.from(column(map.borrowed));
    this.turns = column(map.pieceTurns);
    this.unusedNs = column(map.unusedNs);
    this.shorterNs = column(map.shorterNs);
    this.task = column(map.task);
    this.placed = column(map.placedBecause);
    this.picked = column(map.pickedBecause);
    this.ended = column(map.endedBecause);
    this.waited = column(map.waited);
    this.findPieces(column(map.piecesOfCpu), column(map.gapNs), column(map.lengthNs));
    this.findOwners(columns);
    this.rows = this.rowOrder(columns);
  }

  findPieces(counts, gaps, lengths) {
    this.fromNs = new Float64Array(lengths.length);
    this.toNs = new Float64Array(lengths.length);
    this.first = new Int32Array(counts.length + 1);
    let i = 0;
    for (let cpu = 0; cpu < counts.length; cpu++) {
      let atNs = 0;
      for (const end = i + counts[cpu]; i < end; i++) {
        this.fromNs[i] = atNs + gaps[i];
        atNs = this.toNs[i] = this.fromNs[i] + lengths[i];
      }
      this.first[cpu + 1] = i;
    }
  }

  /** By CPU, from when on it belongs to whom. */
  findOwners(columns) {
    this.owners = [];
    for (let cpu = 0; cpu < this.report.machine.cpus; cpu++) {
      const steps = [];
      for (const plan of this.report.plans) {
        const owner = columns[plan.ownerOfCpu][cpu];
        if (steps.length === 0 || steps[steps.length - 1].owner !== owner) steps.push({atNs: plan.atNs, owner});
      }
      this.owners.push(steps);
    }
  }

  /** Siblings and CPUs of one cache are next to each other. */
  rowOrder(columns) {
    const machine = this.report.machine;
    const [core, llc] = [columns[machine.coreOf], columns[machine.llcOf]];
    return Array.from({length: machine.cpus}, (_, cpu) => cpu)
      .sort((a, b) => llc[a] - llc[b] || core[a] - core[b] || a - b);
  }

  ownerAt(cpu, atNs) {
    const steps = this.owners[cpu];
    const next = firstIndex(0, steps.length, i => steps[i].atNs > atNs);
    return next === 0 ? NOBODY : steps[next - 1].owner;
  }

  /** The piece at a moment, or the one after it; with `idle`, whether the moment lies before it. */
  pieceAt(cpu, atNs) {
    const index = firstIndex(this.first[cpu], this.first[cpu + 1], i => this.toNs[i] > atNs);
    return {index, idle: index === this.first[cpu + 1] || this.fromNs[index] > atNs};
  }

  // --- pixels

  /** Paints the rows into an image: `tops` and `height` say where, in pixels. */
  paint(image, view, tops, height) {
    const pixels = new Uint32Array(image.data.buffer);
    const width = image.width;
    const paper = background();
    pixels.fill(packed(paper));
    const row = {
      who: new Int32Array(width), lead: new Float64Array(width),
      busy: new Float64Array(width), borrowed: new Float64Array(width),
    };
    const plain = new Uint32Array(width);
    const striped = new Uint32Array(width);
    const palette = this.palette(paper);
    for (let r = 0; r < this.rows.length; r++) {
      this.sum(row, this.rows[r], view, width);
      this.colour(row, this.rows[r], view, palette, plain, striped);
      for (let y = tops[r]; y < tops[r] + height; y++) {
        const start = y * width;
        for (let x = 0; x < width; x++) {
          pixels[start + x] = (x + y) % this.hatchPeriod < this.hatchWidth ? striped[x] : plain[x];
        }
      }
    }
  }

  get hatchPeriod() {
    return Math.round(HATCH_PERIOD * uPlot.pxRatio);
  }

  get hatchWidth() {
    return Math.round(HATCH_WIDTH * uPlot.pxRatio);
  }

  palette(paper) {
    const occupants = [];
    for (let i = 0; i < this.cellCount + this.map.occupants.length; i++) occupants.push(occupantRgb(i, this.cellCount));
    return {
      occupants,
      idle: occupants.map(rgb => mixed(paper, rgb, 0.13)),
      nobody: mixed(paper, [128, 128, 128], 0.1),
    };
  }

  /** By pixel: who had most of its time, and how much of it was busy and borrowed. */
  sum(row, cpu, view, width) {
    row.who.fill(NOBODY);
    row.lead.fill(0);
    row.busy.fill(0);
    row.borrowed.fill(0);
    const scale = width / view.widthNs;
    const end = this.first[cpu + 1];
    for (let i = this.pieceAt(cpu, view.fromNs).index; i < end && this.fromNs[i] < view.toNs; i++) {
      const left = Math.max(0, (this.fromNs[i] - view.fromNs) * scale);
      const right = Math.min(width, (this.toNs[i] - view.fromNs) * scale);
      const used = 1 - this.unusedNs[i] / (this.toNs[i] - this.fromNs[i]);
      const lastPixel = Math.min(width - 1, Math.ceil(right) - 1);
      for (let x = Math.floor(left); x <= lastPixel; x++) {
        const time = (Math.min(right, x + 1) - Math.max(left, x)) * used;
        row.busy[x] += time;
        if (this.borrowed[i]) row.borrowed[x] += time;
        if (row.who[x] === this.cell[i]) {
          row.lead[x] += time;
        } else if (row.lead[x] >= time) {
          row.lead[x] -= time;
        } else {
          row.who[x] = this.cell[i];
          row.lead[x] = time - row.lead[x];
        }
      }
    }
  }

  /** Idle time has a hint of its owner's colour; what is borrowed has stripes of it. */
  colour(row, cpu, view, palette, plain, striped) {
    const steps = this.owners[cpu];
    const nsPerPixel = view.widthNs / plain.length;
    let step = firstIndex(0, steps.length, i => steps[i].atNs > view.fromNs);
    let idleRgb = null;
    let owner = NOBODY;
    for (let x = 0; x < plain.length; x++) {
      const atNs = view.fromNs + (x + 0.5) * nsPerPixel;
      while (step < steps.length && steps[step].atNs <= atNs) {
        step++;
        idleRgb = null;
      }
      if (idleRgb === null) {
        owner = step === 0 ? NOBODY : steps[step - 1].owner;
        idleRgb = owner === NOBODY ? palette.nobody : palette.idle[owner];
      }
      const busy = row.busy[x];
      if (busy === 0) {
        plain[x] = striped[x] = packed(idleRgb);
        continue;
      }
      const share = Math.sqrt(Math.min(1, busy));
      const who = palette.occupants[row.who[x]];
      plain[x] = blended(idleRgb, who, share);
      const stripes = 2 * row.borrowed[x] > busy && owner !== NOBODY;
      striped[x] = stripes ? blended(idleRgb, palette.occupants[owner], share) : plain[x];
    }
  }

  // --- words

  /** What was going on at a CPU and a moment, in lines of text. */
  describe(cpu, atNs, view) {
    const owner = this.ownerAt(cpu, atNs);
    const lines = [
      `CPU ${cpu} at ${moment(atNs, view.widthNs)}` + (owner === NOBODY ? "" : `, owned by ${this.report.cells[owner]}`),
    ];
    const {index, idle} = this.pieceAt(cpu, atNs);
    if (!this.report.map && idle) return lines;
    return lines.concat(idle ? this.describeIdle(cpu, index) : this.describePiece(index));
  }

  describeIdle(cpu, next) {
    const fromNs = next === this.first[cpu] ? 0 : this.toNs[next - 1];
    const toNs = next === this.first[cpu + 1] ? this.report.lengthNs : this.fromNs[next];
    return [`idle for ${duration(toNs - fromNs)}`];
  }

  describePiece(i) {
    const lengthNs = this.toNs[i] - this.fromNs[i];
    const name = this.occupantName(this.cell[i]);
    if (this.task[i] < 0) return [`${name}, for ${duration(lengthNs)}`];
    const task = this.map.tasks[this.task[i]];
    const lines = [];
    if (this.turns[i] === 1) {
      lines.push(`${task} of ${name}${this.borrowed[i] ? ", on a borrowed CPU," : ""} for ${duration(lengthNs)}`);
    } else {
      lines.push(
        `${count(this.turns[i])} turns in ${duration(lengthNs)}, mostly of ${name}${this.borrowed[i] ? ", borrowed" : ""}; `
          + `${percent(lengthNs - this.unusedNs[i], lengthNs)} busy`,
        `the longest: ${task} for ${duration(lengthNs - this.shorterNs[i])}`);
    }
    return lines.concat(this.describeReasons(i));
  }

  describeReasons(i) {
    const reasons = this.map.reasons;
    const lines = [];
    if (this.placed[i]) lines.push("placed: " + reasons[this.placed[i]]);
    if (this.picked[i]) lines.push("picked: " + reasons[this.picked[i]]);
    const waited = amountOfMagnitude(this.waited[i]);
    if (waited >= 1000) lines.push(`waited about ${duration(waited)} before`);
    lines.push("ended: " + reasons[this.ended[i]]);
    return lines;
  }

  occupantName(cell) {
    return cell < this.cellCount ? this.report.cells[cell] : this.map.occupants[cell - this.cellCount];
  }
}

function packed([red, green, blue]) {
  return (255 << 24 | blue << 16 | green << 8 | red) >>> 0;
}

function blended(a, b, share) {
  const part = i => a[i] + (b[i] - a[i]) * share | 0;
  return (255 << 24 | part(2) << 16 | part(1) << 8 | part(0)) >>> 0;
}

/** Where it is not known who ran: a map of whose each CPU was, with the same columns. */
function ownershipAsMap(report, columns) {
  const pieces = [];
  const counts = [];
  for (let cpu = 0; cpu < report.machine.cpus; cpu++) {
    let endNs = 0;
    const before = pieces.length;
    report.plans.forEach(({atNs, ownerOfCpu}, i) => {
      const cell = columns[ownerOfCpu][cpu];
      const toNs = i + 1 < report.plans.length ? report.plans[i + 1].atNs : report.lengthNs;
      if (cell === NOBODY || toNs <= atNs) return;
      const last = pieces[pieces.length - 1];
      if (pieces.length > before && last.cell === cell && endNs === atNs) last.lengthNs += toNs - atNs;
      else pieces.push({cell, gapNs: atNs - endNs, lengthNs: toNs - atNs});
      endNs = toNs;
    });
    counts.push(pieces.length - before);
  }
  const values = {
    piecesOfCpu: counts,
    cell: pieces.map(({cell}) => cell),
    gapNs: pieces.map(({gapNs}) => gapNs),
    lengthNs: pieces.map(({lengthNs}) => lengthNs),
    pieceTurns: pieces.map(() => 1),
    task: pieces.map(() => NOBODY),
  };
  const nothing = pieces.map(() => 0);
  const names = ["piecesOfCpu", "gapNs", "lengthNs", "cell", "borrowed", "pieceTurns", "unusedNs", "shorterNs", "task",
    "placedBecause", "pickedBecause", "endedBecause", "waited"];
  return [{occupants: [], ...Object.fromEntries(names.map(name => [name, name]))}, name => values[name] || nothing];
}

/** The map as a chart in its place. */
class CpuMapChart {
  constructor(place, report, columns, view, readout) {
    this.map = new CpuMap(report, columns);
    this.view = view;
    this.readout = readout;
    this.row = 0;
    const rows = this.map.rows.length;
    this.rowHeight = Math.max(4, Math.min(22, Math.floor(560 / rows)));
    this.u = new uPlot(
      timeOptions(report, view, {
        height: rows * this.rowHeight + X_AXIS_HEIGHT + 8,
        legend: {show: false},
        scales: {y: {range: () => [0, rows], dir: -1}},
        axes: [this.cpuAxis(rows)],
        series: [{show: true, points: {show: false}}],
        hooks: {drawClear: [], drawAxes: [u => this.draw(u)], draw: [u => this.frameMark(u)]},
      }),
      [[0, report.lengthNs / 1e9], [null, null]], place);
    attach(this.u, place, view);
    this.listen();
  }

  cpuAxis(rows) {
    const every = Math.ceil(13 / this.rowHeight);
    return {
      ...axisStyle(),
      size: Y_AXIS_WIDTH,
      grid: {show: false},
      ticks: {show: false},
      splits: () => Array.from({length: Math.ceil(rows / every)}, (_, i) => i * every + 0.5),
      values: (u, splits) => splits.map(row => "CPU " + this.map.rows[Math.floor(row)]),
    };
  }

  draw(u) {
    const began = performance.now();
    const {left, top, width, height} = u.bbox;
    const [columns, lines] = [Math.round(width), Math.round(height)];
    if (columns < 1 || lines < 1) return;
    if (!this.image || this.image.width !== columns || this.image.height !== lines) {
      this.image = u.ctx.createImageData(columns, lines);
    }
    const pitch = lines / this.map.rows.length;
    const gap = pitch >= 8 ? Math.ceil(uPlot.pxRatio) : 0;
    const tops = this.map.rows.map((_, r) => Math.round(r * pitch));
    this.map.paint(this.image, this.view, tops, Math.floor(pitch) - gap);
    u.ctx.putImageData(this.image, Math.round(left), Math.round(top));
    this.nameTurns(u, pitch);
    u.ctx.canvas.dataset.drawMs = (performance.now() - began).toFixed(2);
  }

  /** Names of tasks in those turns that have room for them. */
  nameTurns(u, pitch) {
    if (pitch < 13 * uPlot.pxRatio) return;
    const {map, view} = this;
    const scale = u.bbox.width / view.widthNs;
    const shortestNs = 46 * uPlot.pxRatio / scale;
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    u.ctx.clip();
    u.ctx.font = `${11 * uPlot.pxRatio}px system-ui, sans-serif`;
    u.ctx.textBaseline = "middle";
    u.ctx.textAlign = "left";
    for (let r = 0; r < map.rows.length; r++) {
      const cpu = map.rows[r];
      for (let i = map.pieceAt(cpu, view.fromNs).index; i < map.first[cpu + 1] && map.fromNs[i] < view.toNs; i++) {
        if (map.toNs[i] - map.fromNs[i] < shortestNs || map.turns[i] > 1) continue;
        this.nameTurn(u, i, (r + 0.5) * pitch, scale);
      }
    }
    u.ctx.restore();
  }

  nameTurn(u, i, y, scale) {
    const {map, view} = this;
    const left = Math.max(0, (map.fromNs[i] - view.fromNs) * scale);
    const room = Math.min(u.bbox.width, (map.toNs[i] - view.fromNs) * scale) - left - 6 * uPlot.pxRatio;
    const text = map.task[i] < 0 ? map.occupantName(map.cell[i]) : map.map.tasks[map.task[i]];
    if (u.ctx.measureText(text).width > room) return;
    const [x, middle] = [u.bbox.left + left + 3 * uPlot.pxRatio, u.bbox.top + y];
    const rgb = occupantRgb(map.cell[i], map.cellCount);
    if (map.borrowed[i]) {
      u.ctx.fillStyle = css(rgb);
      u.ctx.fillRect(x - 2, middle - 7 * uPlot.pxRatio, u.ctx.measureText(text).width + 4, 14 * uPlot.pxRatio);
    }
    u.ctx.fillStyle = inkOn(rgb);
    u.ctx.fillText(text, x, middle);
  }

  /** Rows of the CPUs that the marked wait was for, in runs; all rows of any other time. */
  markedRows() {
    const {rows, report} = this.map;
    const [fromNs, toNs] = this.view.marked;
    const {findings = []} = report.verdict || {};
    const finding = findings.find(({span}) => span.fromNs === fromNs && span.toNs === toNs);
    const cpus = finding && finding.cpus ? cpusOfList(finding.cpus) : null;
    const runs = [];
    rows.forEach((cpu, row) => {
      if (cpus && !cpus.has(cpu)) return;
      const last = runs[runs.length - 1];
      if (last && last[1] === row) last[1] = row + 1;
      else runs.push([row, row + 1]);
    });
    return runs;
  }

  /** The marked span as a frame: the map's own colours are left alone. */
  frameMark(u) {
    if (!this.view.marked) return;
    const [from, to] = this.view.marked.map(ns => u.valToPos(ns / 1e9, "x", true));
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    u.ctx.clip();
    u.ctx.strokeStyle = styleValue("--ink");
    u.ctx.lineWidth = 2 * uPlot.pxRatio;
    const pitch = u.bbox.height / this.map.rows.length;
    for (const [first, end] of this.markedRows()) {
      u.ctx.strokeRect(from, u.bbox.top + first * pitch + uPlot.pxRatio, Math.max(3, to - from), (end - first) * pitch - 2 * uPlot.pxRatio);
    }
    u.ctx.restore();
  }

  // --- mouse, fingers, keys

  listen() {
    const over = this.u.over;
    over.setAttribute("aria-label", "CPU by time, coloured by the cell that runs. Keys: arrows, plus, minus, 0.");
    over.addEventListener("wheel", event => this.wheel(event), {passive: false});
    over.addEventListener("pointermove", event => this.hover(event));
    over.addEventListener("pointerleave", () => hideTip());
    over.addEventListener("keydown", event => this.keyInRows(event));
    over.addEventListener("focus", () => this.tellRow());
    this.view.onChange(() => hideTip());
    followFingers(over, this.view, x => this.timeAt(x));
  }

  timeAt(x) {
    return this.view.fromNs + x / this.u.over.clientWidth * this.view.widthNs;
  }

  /** Zooms; sideways it pans. Of the whole run there is no more to see: then the page scrolls. */
  wheel(event) {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!sideways && event.deltaY > 0 && this.view.isWhole) return;
    event.preventDefault();
    if (sideways) this.view.pan(event.deltaX / this.u.over.clientWidth);
    else this.view.zoom(1.0015 ** (event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY), this.timeAt(event.offsetX));
  }

  hover(event) {
    const row = Math.floor(event.offsetY / this.u.over.clientHeight * this.map.rows.length);
    if (row < 0 || row >= this.map.rows.length) return;
    this.row = row;
    const lines = this.map.describe(this.map.rows[row], this.timeAt(event.offsetX), this.view);
    if (event.pointerType === "mouse") showTip(lines, event.clientX, event.clientY);
    this.tell(lines);
  }

  keyInRows(event) {
    const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (!step) return;
    event.preventDefault();
    this.row = Math.min(this.map.rows.length - 1, Math.max(0, this.row + step));
    this.tellRow();
  }

  /** What is in the middle of the view, for those without a mouse. */
  tellRow() {
    const middleNs = (this.view.fromNs + this.view.toNs) / 2;
    this.u.setCursor({
      left: this.u.over.clientWidth / 2,
      top: (this.row + 0.5) / this.map.rows.length * this.u.over.clientHeight,
    });
    this.tell(this.map.describe(this.map.rows[this.row], middleNs, this.view));
  }

  tell(lines) {
    this.readout.textContent = lines.join(" · ");
  }
}

/** One finger pans, two zoom; up and down still scrolls the page. */
function followFingers(over, view, timeAt) {
  const fingers = new Map();
  const middleAndSpread = () => {
    const xs = [...fingers.values()];
    return xs.length < 2 ? [xs[0], 0] : [(xs[0] + xs[1]) / 2, Math.abs(xs[0] - xs[1])];
  };
  over.style.touchAction = "pan-y";
  over.addEventListener("pointerdown", event => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, event.offsetX);
  });
  over.addEventListener("pointermove", event => {
    if (!fingers.has(event.pointerId)) return;
    const [middle, spread] = middleAndSpread();
    fingers.set(event.pointerId, event.offsetX);
    const [newMiddle, newSpread] = middleAndSpread();
    view.pan((middle - newMiddle) / over.clientWidth);
    if (spread > 20 && newSpread > 20) view.zoom(spread / newSpread, timeAt(newMiddle));
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    over.addEventListener(end, event => fingers.delete(event.pointerId));
  }
}
