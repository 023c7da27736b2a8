package org.cellsched.sim.scenario;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.host.yaml.Node;

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
    addCells(scenario.at("cells"), "", paths);
    addNames(scenario.at("tasks"), groups);
    if (scenario.at("events") instanceof Node.Sequence events) {
      for (Node event : events.items()) {
        addName(event.at("start"), groups);
        addCreated(event.at("createCell"), paths);
      }
    }
    TreeSet<String> cells = new TreeSet<>(paths);
    cells.removeIf(path -> path.contains("/"));
    return new KnownNames(
        Collections.unmodifiableSortedSet(paths),
        Collections.unmodifiableSortedSet(cells),
        Collections.unmodifiableSortedSet(groups));
  }

  private static void addCells(Node cells, String prefix, TreeSet<String> paths) {
    if (cells instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String path = prefix + entry.key();
        paths.add(path);
        addChildren(entry.value(), path, paths);
      }
    }
  }

  private static void addChildren(Node cell, String path, TreeSet<String> paths) {
    if (cell instanceof Node.Mapping mapping && mapping.find("children") instanceof Node.Entry found) {
      addCells(found.value(), path + "/", paths);
    }
  }

  private static void addCreated(Node cell, TreeSet<String> paths) {
    if (cell instanceof Node.Mapping && cell.at("name") instanceof Node.Scalar name) {
      paths.add(name.text());
      addChildren(cell, name.text(), paths);
    }
  }

  private static void addNames(Node list, TreeSet<String> names) {
    if (list instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> addName(item, names));
    }
  }

  private static void addName(Node named, TreeSet<String> names) {
    if (named instanceof Node.Mapping && named.at("name") instanceof Node.Scalar name) {
      names.add(name.text());
    }
  }
}
