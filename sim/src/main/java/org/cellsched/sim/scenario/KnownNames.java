package org.cellsched.sim.scenario;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.host.yaml.Node;
import org.jspecify.annotations.Nullable;

/**
 * The names that a scenario declares, taken from what is written rather than from what could be
 * read: a slip in a cell's cpuset must not make its name unknown to all who use it.
 *
 * @param cellPaths of all cgroups below the cell parent, at any time of the run
 * @param cells names of the cells among them
 * @param groups names of all task groups
 */
record KnownNames(SortedSet<String> cellPaths, SortedSet<String> cells, SortedSet<String> groups) {

  static KnownNames of(Node scenario) {
    TreeSet<String> paths = new TreeSet<>();
    TreeSet<String> groups = new TreeSet<>();
    addCells(scenario.child("cells"), "", paths);
    if (scenario.child("tasks") instanceof Node.Sequence tasks) {
      tasks.items().forEach(task -> addName(task, groups));
    }
    if (scenario.child("events") instanceof Node.Sequence events) {
      for (Node event : events.items()) {
        addName(event.child("start"), groups);
        addCreated(event.child("createCell"), paths);
      }
    }
    TreeSet<String> cells = new TreeSet<>(paths);
    cells.removeIf(path -> path.contains("/"));
    return new KnownNames(
        Collections.unmodifiableSortedSet(paths),
        Collections.unmodifiableSortedSet(cells),
        Collections.unmodifiableSortedSet(groups));
  }

  private static void addCells(@Nullable Node cells, String prefix, TreeSet<String> paths) {
    if (cells instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String path = prefix + entry.key();
        paths.add(path);
        addCells(entry.value().child("children"), path + "/", paths);
      }
    }
  }

  private static void addCreated(@Nullable Node cell, TreeSet<String> paths) {
    if (cell != null && cell.child("name") instanceof Node.Scalar name) {
      paths.add(name.text());
      addCells(cell.child("children"), name.text() + "/", paths);
    }
  }

  private static void addName(@Nullable Node named, TreeSet<String> names) {
    if (named != null && named.child("name") instanceof Node.Scalar name) {
      names.add(name.text());
    }
  }
}
