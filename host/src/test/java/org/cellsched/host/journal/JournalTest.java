package org.cellsched.host.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.host.policy.PolicyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final JournalWriter.Limits LARGE = JournalWriter.Limits.DEFAULT;
  private static final int STEPS = 200;
  private static final int MUTATIONS = 2000;
  private static final Path GOLDEN = Path.of("src/test/resources/journal/golden.jsonl");

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("journal.jsonl");
  }

  /** Writes the journal of a random host, and answers its entries. */
  private static List<JournalEntry> write(
      Path file, long seed, int steps, JournalWriter.Limits limits) throws Exception {
    RandomHost host = new RandomHost(seed);
    List<JournalEntry> entries = new ArrayList<>();
    try (ControlJournal journal =
        new ControlJournal(new JournalWriter(file, limits), "1.2.3", host.policy)) {
      journal.begins(host.nowNs(), RandomHost.TOPOLOGY, host.controller);
      for (int step = 0; step < steps; step++) {
        JournalEntry entry = host.step();
        journal.told(entry.atNs(), entry.input(), entry.effects());
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<JournalEntry> read(Path file) throws Exception {
    List<JournalEntry> entries = new ArrayList<>();
    try (JournalReader journal = JournalReader.open(file)) {
      for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static Replay.Outcome replay(Path file) throws Exception {
    try (JournalReader journal = JournalReader.open(file)) {
      PolicyConfig policy = journal.header().policy();
      return Replay.of(journal, policy.controllerConfig());
    }
  }

  @Test
  void formatChangesUnnoticed() throws Exception {
    write(file(), 1, 60, LARGE);
    if (Boolean.getBoolean("cellsched.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.copy(file(), GOLDEN, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Files.readString(file()))
        .as(
            "if the change is meant, raise JournalWriter.FORMAT and run with"
                + " -Dcellsched.update=true")
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void kindOfInputOrEffectIsMissingInTheGoldenFile() throws Exception {
    assertThat(Files.readString(GOLDEN))
        .contains("cgroupsListed", "cpusOnline", "demandSampled", "planApplied", "planRefused")
        .contains("cellDrained", "woken", "applyPlan", "wakeAt", "report")
        .contains("notSet", "limited", "unreadable");
  }

  @Property(tries = 50)
  void readingIsNotWhatWasWritten(@ForAll long seed) throws Exception {
    // Of its own: an earlier file of the name would be kept under another.
    Path folderOfOne = Files.createTempDirectory("journal");
    Path file = folderOfOne.resolve("journal.jsonl");
    try {
      List<JournalEntry> written = write(file, seed, STEPS, LARGE);
      assertThat(read(file)).isEqualTo(written);
      assertThat(replay(file).difference()).isNull();
    } finally {
      Files.delete(file);
      Files.delete(folderOfOne);
    }
  }

  @Property(tries = 50)
  void checkpointLosesAPart(@ForAll long seed) throws Exception {
    RandomHost host = new RandomHost(seed);
    for (int step = 0; step < STEPS; step++) {
      host.step();
      String text = CheckpointText.write(host.controller.checkpoint());
      assertThat(CheckpointText.read(text, "test")).isEqualTo(host.controller.checkpoint());
    }
  }

  @Test
  void equalRunsWriteDifferentBytes() throws Exception {
    Path other = folder.resolve("other.jsonl");
    write(file(), 7, STEPS, LARGE);
    write(other, 7, STEPS, LARGE);
    assertThat(Files.readString(other)).isEqualTo(Files.readString(file()));
  }

  @Test
  void segmentCannotBeReplayedAlone() throws Exception {
    int kept = 3;
    List<JournalEntry> written = write(file(), 3, 2000, new JournalWriter.Limits(20_000, kept));
    List<JournalEntry> read = new ArrayList<>();
    for (int age = kept - 1; age >= 0; age--) {
      Path segment = age == 0 ? file() : folder.resolve("journal.jsonl." + age);
      Replay.Outcome outcome = replay(segment);
      assertThat(outcome.difference()).as("%s", segment).isNull();
      read.addAll(read(segment));
    }
    assertThat(folder.resolve("journal.jsonl." + kept)).doesNotExist();
    assertThat(read).isEqualTo(written.subList(written.size() - read.size(), written.size()));
    assertThat(read.size()).isLessThan(written.size());
  }

  @Test
  void earlierJournalIsOverwritten() throws Exception {
    List<JournalEntry> first = write(file(), 1, 5, LARGE);
    write(file(), 2, 5, LARGE);
    assertThat(read(folder.resolve("journal.jsonl.1"))).isEqualTo(first);
  }

  @Test
  void changedEffectIsNotFound() throws Exception {
    write(file(), 1, STEPS, LARGE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    int changed = 0;
    while (!lines.get(changed).contains("\"cpusMoved\":")) {
      changed++;
    }
    lines.set(changed, lines.get(changed).replaceFirst("\"cpusMoved\":\\d+", "\"cpusMoved\":99"));
    Files.write(file(), lines);

    Replay.Outcome outcome = replay(file());
    assertThat(outcome.difference()).isNotNull();
    assertThat(outcome.difference().line()).isEqualTo(changed + 1);
    assertThat(outcome.difference().replayed())
        .isNotEqualTo(outcome.difference().recorded().effects());
    assertThat(outcome.difference().replayed())
        .hasAtLeastOneElementOfType(ControllerEffect.ApplyPlan.class);
  }

  @Test
  void lineThatWasCutOffSpoilsTheRest() throws Exception {
    List<JournalEntry> written = write(file(), 1, STEPS, LARGE);
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 10));

    assertThat(read(file())).isEqualTo(written.subList(0, STEPS - 1));
    assertThat(replay(file()).cutOff()).isTrue();
  }

  @Test
  void complaintDoesNotSayWhere() throws Exception {
    write(file(), 1, 5, LARGE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(3, "{\"atNs\":1,\"input\":{\"planAplied\":{}},\"effects\":[]}");
    Files.write(file(), lines);

    assertThatThrownBy(() -> read(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file() + ":4:")
        .hasMessageContaining("`input`: unknown kind `planAplied`");
    lines.set(3, "{\"at\":1,\"atNs\":1,\"input\":{\"woken\":{}},\"effects\":[]}");
    Files.write(file(), lines);
    assertThatThrownBy(() -> read(file())).hasMessageContaining("unknown key `at`");
    lines.set(3, "{\"input\":{\"woken\":{}},\"effects\":[]}");
    Files.write(file(), lines);
    assertThatThrownBy(() -> read(file())).hasMessageContaining("`atNs`: missing");
    lines.set(3, "{\"atNs\":\"1\",\"input\":{\"woken\":{}},\"effects\":[]}");
    Files.write(file(), lines);
    assertThatThrownBy(() -> read(file()))
        .hasMessageContaining("`atNs`: ")
        .hasMessageNotContaining("org.cellsched");
  }

  @Test
  void otherFilesAreTakenForJournals() throws IOException {
    for (String text : List.of("", "\n", "{}\n", "[]\n", "hello\n", "{\"journal\":\"1\"}\n")) {
      Files.writeString(file(), text);
      assertThatThrownBy(() -> JournalReader.open(file()))
          .as(text)
          .isInstanceOf(JournalException.class)
          .hasMessageStartingWith(file() + ":1:");
    }
    Files.writeString(file(), "{\"journal\":2}\n");
    assertThatThrownBy(() -> JournalReader.open(file())).hasMessageContaining("format is 2");
  }

  @Test
  void checkpointThatFitsNoMachineIsAnInternalError() throws Exception {
    write(file(), 1, 5, LARGE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    String online = "\"online\":\"0-7\"";
    assertThat(lines.getFirst()).contains(online);
    lines.set(0, lines.getFirst().replace(online, "\"online\":\"8-9\""));
    Files.write(file(), lines);

    assertThatThrownBy(() -> replay(file()))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file() + ":1:1: no controller can go on from here: CPUs online");
  }

  /** Whatever a line says: it is read, or refused with its place. */
  @Test
  void malformedLineCrashesTheReader() throws Exception {
    byte[] golden = Files.readAllBytes(GOLDEN);
    long seed = 4711;
    Random random = new Random(seed);
    for (int attempt = 0; attempt < MUTATIONS; attempt++) {
      byte[] mutated = mutated(golden, random);
      Files.write(file(), mutated);
      try {
        replay(file());
      } catch (JournalException e) {
        assertThat(e).hasMessageMatching("(?s).*:\\d+:\\d+: .+");
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed %d, attempt %d: %s"
                .formatted(seed, attempt, new String(mutated, StandardCharsets.UTF_8)),
            e);
      }
    }
  }

  private static byte[] mutated(byte[] text, Random random) {
    byte[] mutated = text.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(3)) {
        case 0 -> mutated[at] = (byte) " 0129{}[]\",:-nx".charAt(random.nextInt(15));
        case 1 -> mutated[at] = (byte) random.nextInt(256);
        default -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
      }
    }
    return mutated;
  }
}
