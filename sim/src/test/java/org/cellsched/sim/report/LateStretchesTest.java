package org.cellsched.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.cellsched.host.report.Report.Span;
import org.junit.jupiter.api.Test;

/** Stretches of 10 ns of a run of 35 ns, with a limit of 5 ns. */
class LateStretchesTest {

  private static LateStretches late(long... valuesNs) {
    return LateStretches.of(valuesNs, 5, 10, 35);
  }

  @Test
  void stretchesWithoutAnyWakeupCountAsGood() {
    LateStretches late = late(Spread.NOTHING, 5, 6, 9);

    assertThat(late.words()).isEqualTo("in 2 of the 3 stretches of 10 ns");
    assertThat(late.first()).isEqualTo(new Span(20, 30));
    assertThat(late.worst()).as("ends with the run").isEqualTo(new Span(30, 35));
  }

  @Test
  void whatIsLateThroughoutSoundsLikeAnException() {
    assertThat(late(6, 7, 6, 6).words()).isEqualTo("in each of the 4 stretches of 10 ns");
    assertThat(late(Spread.NOTHING, 9, Spread.NOTHING, Spread.NOTHING).words())
        .isEqualTo("in 1 of the 1 stretch of 10 ns");
  }

  @Test
  void theFirstLateOneIsMadeUp() {
    assertThat(late(1, 5, 2, 3).first()).isNull();
    assertThat(late(1, 5, 2, 3).worst()).isEqualTo(new Span(10, 20));
    assertThat(late(Spread.NOTHING, Spread.NOTHING).worst()).isNull();
  }
}
