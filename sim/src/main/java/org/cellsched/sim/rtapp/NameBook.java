package org.cellsched.sim.rtapp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;

/**
 * The names that things of one kind have in the scenario, which allows letters, digits, `-` and `_`
 * alone. Equal names stay equal, different ones different.
 */
final class NameBook {

  private static final int LONGEST = 64;

  private final String kind;
  private final Problems notes;
  private final Map<String, String> byOriginal = new TreeMap<>();
  private final TreeSet<String> taken;

  /**
   * @param kind what they are names of, for notes
   * @param reserved names that must not be used
   */
  NameBook(String kind, List<String> reserved, Problems notes) {
    this.kind = kind;
    this.notes = notes;
    this.taken = new TreeSet<>(reserved);
  }

  /** The name of what the file calls so; the same at every call. */
  String nameOf(String original, Location place) {
    String known = byOriginal.get(original);
    if (known != null) {
      return known;
    }
    String name = newName(original, place);
    byOriginal.put(original, name);
    return name;
  }

  /** A name for something new that the file calls so, as something else may be called too. */
  String newName(String original, Location place) {
    String fitting = original.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^(?![A-Za-z])", "n");
    String base = fitting.substring(0, Math.min(fitting.length(), LONGEST));
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      String suffix = "-" + i;
      name = base.substring(0, Math.min(base.length(), LONGEST - suffix.length())) + suffix;
    }
    if (!name.equals(original)) {
      notes.add(place, "%s `%s` is called `%s`".formatted(kind, original, name));
    }
    return name;
  }
}
