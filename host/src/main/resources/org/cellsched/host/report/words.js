// Made by WordsTest from docs/glossary.md: see CONTRIBUTING.md.

const WORDS = [
  ["cell", "What a tenant gets: an id, a set of CPUs it owns, and its tasks."],
  ["root cell", "Cell 0: everything on the host that belongs to no workload cell. Permanent, owns no cgroup."],
  ["borrow, lend", "A cell's task runs on an idle CPU that another cell owns; the other cell lends."],
  ["demand", "What a cell's tasks ran and waited for over an interval, in thousandths of a CPU."],
  ["digest", "A fingerprint of everything observable in a run; a run has a ladder of them, one for each 100 ms."],
  ["expectation", "What a scenario says its run must show, such as web.wakeupLatency.p99 < 5ms."],
  ["harm, hurt", "That a cell came off badly in a run: it failed an expectation, a task of it waited for 1 s (starved), more than one wakeup in a hundred waited for 10 ms (late), or cpu.max held it back (throttled)."],
  ["LLC", "Last-level cache, and the CPUs that share one."],
  ["percentile", "The value that so many in a hundred do not exceed: half of all latencies are p50 or less, and one in a hundred is longer than p99."],
  ["plan", "The complete assignment: cell to primary CPUs, cell to borrowable CPUs, cgroup to cell."],
  ["cause", "Why a plan was made: lifecycle, cpuset, demand or hotplug. A plan has at least one."],
  ["lifecycle", "As a cause of a plan: a cell came or went."],
  ["reclaim", "An owner's task takes a lent CPU back by preemption."],
  ["slice", "How long a task runs before others get their turn; ends at a tick."],
  ["turn", "A stretch of time in which a CPU is one task's, idle, taken or offline."],
  ["utilisation", "Running time of a cell's tasks by the capacity of its own CPUs; over 100 % when it borrows."],
  ["violation", "That a rule which must hold for every run and scheduler (an invariant, such as “no CPU has two owners”) was broken: a defect."],
  ["wait", "From the moment at which a task wants a CPU, or loses it against its will, until it runs."],
];
