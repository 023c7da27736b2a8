package org.cellsched.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bin/sim} as a process of its own: what a user waits for, and what memory it takes. */
final class SimProgram {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> command;

  /**
   * @param command what starts it
   */
  SimProgram(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Wall time from the start of the process to its end. */
  double wallSeconds(List<String> arguments) {
    long startedNs = System.nanoTime();
    output(arguments);
    return (double) (System.nanoTime() - startedNs) / TimeUnit.SECONDS.toNanos(1);
  }

  /** The document of {@code sim bench} with these options. */
  JsonNode bench(List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("bench", "--json", "-"));
    arguments.addAll(options);
    return JSON.readTree(output(arguments));
  }

  /** Throws IllegalStateException with what the program says if it does not end well. */
  private String output(List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    try {
      Process process = new ProcessBuilder(all).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      String complaints = new String(process.getErrorStream().readAllBytes(), UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException("%s ended with %d: %s".formatted(all, status, complaints));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
