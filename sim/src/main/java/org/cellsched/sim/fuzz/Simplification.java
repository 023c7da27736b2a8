package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.cellsched.sim.scenario.TaskGroup;

/**
 * One way to make a scenario simpler, at several places: what large steps leave, small ones take.
 */
interface Simplification {

  /** The scenarios that are simpler in one place each; none if it is as simple as can be. */
  List<Scenario> of(Scenario scenario);

  /** One proposal for each item of a list, without it. */
  static <T, R> List<R> withoutEach(List<T> items, Function<List<T>, R> with) {
    List<R> proposals = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      List<T> fewer = new ArrayList<>(items);
      fewer.remove(index);
      proposals.add(with.apply(fewer));
    }
    return proposals;
  }

  /** One proposal for each item that a change makes another one. */
  static <T> List<Scenario> changingEach(
      List<T> items, UnaryOperator<T> change, Function<List<T>, Scenario> with) {
    return replacingEach(items, item -> ifChanged(item, change), with);
  }

  /** The changed item; none if it is the same. */
  static <T> List<T> ifChanged(T item, UnaryOperator<T> change) {
    T changed = change.apply(item);
    return changed.equals(item) ? List.of() : List.of(changed);
  }

  /** One proposal for each that could be in an item's place. */
  static <T, R> List<R> replacingEach(
      List<T> items, Function<T, List<T>> others, Function<List<T>, R> with) {
    List<R> proposals = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      for (T other : others.apply(items.get(index))) {
        List<T> replaced = new ArrayList<>(items);
        replaced.set(index, other);
        proposals.add(with.apply(replaced));
      }
    }
    return proposals;
  }

  /** One proposal for each event to which a change makes something else happen. */
  static List<Scenario> changingActions(Scenario scenario, UnaryOperator<Action> change) {
    return changingEach(
        scenario.events(),
        event -> event.withAction(change.apply(event.action())),
        others -> withEvents(scenario, others));
  }

  /** As it is read back: what cannot be written, or is inconsistent now, is none. */
  static Optional<Scenario> valid(Scenario scenario) {
    try {
      return Optional.of(ScenarioReader.parse(ScenarioWriter.write(scenario), "shrunk", List.of()));
    } catch (InvalidFileException | IllegalArgumentException inconsistent) {
      return Optional.empty();
    }
  }

  static Scenario withEvents(Scenario scenario, List<ScenarioEvent> events) {
    return Parts.of(scenario).withEvents(events).scenario();
  }

  static Scenario withTasks(Scenario scenario, List<TaskGroup> tasks) {
    return Parts.of(scenario).withTasks(tasks).scenario();
  }

  static Scenario withCells(Scenario scenario, List<CellDeclaration> cells) {
    return Parts.of(scenario).withCells(cells).scenario();
  }
}
