package org.cellsched.sim.fuzz;

import java.util.List;

/**
 * What may be done to make a scenario smaller.
 *
 * @param steps those that take most away first
 * @param leaps of which several at once are drawn where no step helps: those that leave fewer CPUs,
 *     cells, tasks or events
 */
record Simplifications(List<Simplification> steps, List<Simplification> leaps) {

  /** None: the scenario stays as it is. */
  static final Simplifications NONE = new Simplifications(List.of(), List.of());

  /** All there are. */
  static final Simplifications ALL =
      new Simplifications(
          List.of(
              InterleavingShrinking::withoutAny,
              EventShrinking::withoutHalf,
              EventShrinking::withoutOne,
              EventShrinking::declared,
              GroupShrinking::withoutOne,
              CellShrinking::withoutOne,
              MachineShrinking::fewerCpus,
              TimeShrinking::shorter,
              GroupShrinking::fewerTasks,
              GroupShrinking::plainer,
              ProgramShrinking::shorter,
              CellShrinking::plainer,
              PolicyShrinking::plainer,
              MachineShrinking::plainer,
              TimeShrinking::rounder,
              InterleavingShrinking::listed,
              InterleavingShrinking::withoutHalf,
              InterleavingShrinking::withoutOne),
          List.of(
              EventShrinking::withoutOne,
              EventShrinking::declared,
              GroupShrinking::withoutOne,
              CellShrinking::withoutOne,
              MachineShrinking::fewerCpus,
              GroupShrinking::fewerTasks));

  /** Those that take something away and change nothing else. */
  static final Simplifications LESS =
      new Simplifications(
          List.of(
              InterleavingShrinking::withoutAny,
              EventShrinking::withoutHalf,
              EventShrinking::withoutOne,
              GroupShrinking::withoutOne,
              TimeShrinking::shorter,
              GroupShrinking::fewerTasks,
              InterleavingShrinking::listed,
              InterleavingShrinking::withoutHalf,
              InterleavingShrinking::withoutOne),
          List.of(
              EventShrinking::withoutOne, GroupShrinking::withoutOne, GroupShrinking::fewerTasks));
}
