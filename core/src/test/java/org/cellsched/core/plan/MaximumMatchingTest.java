package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jgrapht.Graph;
import org.jgrapht.alg.matching.HopcroftKarpMaximumCardinalityBipartiteMatching;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.junit.jupiter.api.Test;

class MaximumMatchingTest {

  /**
   * Not only as large, but the very same: plans, and what is said where there is none, rest on it.
   */
  @Property(tries = 5000)
  void anotherMatchingThanThatOfJGraphT(
      @ForAll @IntRange(min = 1, max = 12) int lefts,
      @ForAll @IntRange(min = 1, max = 12) int rights,
      @ForAll @IntRange(min = 1, max = 100) int percent,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[][] rightsOf = new int[lefts][];
    for (int left = 0; left < lefts; left++) {
      rightsOf[left] =
          IntStream.range(0, rights).filter(right -> random.nextInt(100) < percent).toArray();
    }

    assertThat(MaximumMatching.of(rightsOf, rights)).isEqualTo(matchingOfJGraphT(rightsOf));
  }

  @Test
  void nothingToMatch() {
    assertThat(MaximumMatching.of(new int[0][], 0)).isEmpty();
    assertThat(MaximumMatching.of(new int[][] {{}}, 1)).containsExactly(MaximumMatching.NONE);
  }

  /** First fit gives 0 to 0, and leaves 1 without. */
  @Test
  void whoCameFirstMovesToAnother() {
    assertThat(MaximumMatching.of(new int[][] {{0, 1}, {0}}, 2)).containsExactly(1, 0);
  }

  private static int[] matchingOfJGraphT(int[][] rightsOf) {
    Graph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
    SortedSet<Integer> lefts = new TreeSet<>();
    SortedSet<Integer> rights = new TreeSet<>();
    for (int left = 0; left < rightsOf.length; left++) {
      graph.addVertex(left);
      lefts.add(left);
      for (int right : rightsOf[left]) {
        int vertex = rightsOf.length + right;
        graph.addVertex(vertex);
        rights.add(vertex);
        graph.addEdge(left, vertex);
      }
    }
    int[] matched = new int[rightsOf.length];
    Arrays.fill(matched, MaximumMatching.NONE);
    new HopcroftKarpMaximumCardinalityBipartiteMatching<>(graph, lefts, rights)
        .getMatching()
        .forEach(edge ->
            matched[graph.getEdgeSource(edge)] = graph.getEdgeTarget(edge) - rightsOf.length);
    return matched;
  }
}
