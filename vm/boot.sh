# Sourced by bin/vm: boots the guest. Under KVM where that works, else under emulation, single-threaded: with several threads, one
# boot in a dozen of QEMU 7.2 panics while the kernel patches its own code.

# A boot that failed before our program began is no failure of the program.
most_boots=3

accelerator() {
  if [[ -z $count_instructions && -w /dev/kvm ]] && timeout 20 qemu-system-x86_64 -accel kvm -cpu max -m 256 -nographic -no-reboot \
    -kernel "$cache/kernels/$release/vmlinuz" -append "console=ttyS0 panic=-1" 2> /dev/null < /dev/null |
    grep -q "Linux version"; then
    echo kvm
  else
    echo tcg,thread=single
  fi
}

# As many CPUs, LLCs (a socket each), nodes and siblings as asked for. Sets `shape`.
topology() {
  local node per_node=$((cpus / nodes))
  shape=(-smp "$cpus,sockets=$llcs,cores=$((cpus / llcs / smt)),threads=$smt" -m "$memory")
  if ((nodes > 1)); then
    for ((node = 0; node < nodes; node++)); do
      shape+=(-object "memory-backend-ram,id=memory$node,size=$((memory / nodes))M"
        -numa "node,nodeid=$node,cpus=$((node * per_node))-$(((node + 1) * per_node - 1)),memdev=memory$node")
    done
  fi
}

# boot SERIAL...: one boot; the arguments say where the second serial port goes.
boot() {
  pack "$work/extra" "$work/extra.cpio.gz"
  cat "$base" "$work/extra.cpio.gz" > "$work/initramfs"
  topology
  local first=(-serial "file:$work/console")
  : > "$work/status"
  # Where instructions are the clock, nobody waits for timers: an idle machine's time jumps to the next one.
  timeout --foreground "$timeout" qemu-system-x86_64 -accel "$accelerator" -cpu max "${shape[@]}" \
    ${count_instructions:+-icount shift=0,sleep=off} \
    -kernel "$cache/kernels/$release/vmlinuz" -initrd "$work/initramfs" \
    -append "console=ttyS0 panic=-1 8250.nr_uarts=4 psi=1${console:+ loglevel=7}" \
    -display none -monitor none -no-reboot "${first[@]}" "$@" -serial "file:$work/status"
}

# Says why there is no status, and shows the end of what the kernel printed.
explain_boot() {
  echo "vm: $1; the kernel's last words:" >&2
  tail -n 30 "$work/console" >&2 || true
}

run_in_guest() {
  mkdir -p "$work/extra"
  add_project
  printf '%q ' "$@" > "$work/extra/command"
  boot_until_started
}

# test_in_guest [CLASS...]: those classes, or all tests that are tagged vm.
test_in_guest() {
  add_project
  local select=(--scan-classpath=/cellsched/tests/classes) test
  if (($#)); then
    select=()
    for test; do select+=("--select-class=$(test_class "$test")"); done
  fi
  # An archive of the loader's classes: it is started in almost every test, and emulation is slow.
  echo "JAVA_OPTIONS=-XX:ArchiveClassesAtExit=/tmp/loader.jsa loader observe --cell-parent-cgroup / --duration 10ms > /dev/null 2>&1" \
    > "$work/extra/command"
  printf '%q ' java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp '/cellsched/tests/classes:/cellsched/loader.jar:/cellsched/lib/*:/cellsched/tests/lib/*' \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --include-tag=vm \
    --details=tree --fail-if-no-tests "${select[@]}" >> "$work/extra/command"
  echo "vm: testing on kernel $release" >&2
  boot_until_started
}

# The full name of a test class that may be given without its package.
test_class() {
  local file
  file=$(cd "$root/loader/src/test/java" && find . -name "${1##*.}.java" | head -n 1)
  [[ $file ]] || fail "there is no test $1" 2
  file=${file#./}
  file=${file%.java}
  echo "${file//\//.}"
}

# Boots, again if a boot failed, and ends with the command's exit status.
boot_until_started() {
  accelerator=$(accelerator)
  local attempt ended
  for ((attempt = 1; attempt <= most_boots; attempt++)); do
    ended=0
    boot -serial stdio < /dev/null || ended=$?
    [[ -z $console ]] || cat "$work/console" >&2
    if grep -q '^status ' "$work/status"; then
      exit "$(sed -n 's/^status //p' "$work/status" | tr -d '\r')"
    elif ((ended == 124)); then
      explain_boot "not finished after $timeout s" && exit 4
    elif grep -q '^started' "$work/status"; then
      explain_boot "the machine ended before the command did" && exit 4
    fi
    explain_boot "boot $attempt failed before the command began"
  done
  fail "gave up after $most_boots boots"
}

shell_in_guest() {
  mkdir -p "$work/extra"
  add_project
  touch "$work/extra/interactive"
  accelerator=$(accelerator)
  local before
  before=$(stty -g)
  stty raw -echo
  boot -serial stdio || true
  stty "$before"
}
