package org.cellsched.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuListTest {

  @Property
  void writtenListReadsDifferently(@ForAll Set<@IntRange(max = 8191) Integer> cpus) {
    CpuMask mask = CpuMask.of(cpus.stream().mapToInt(Integer::intValue).toArray());
    assertThat(CpuList.parse(CpuList.format(mask))).isEqualTo(mask);
  }

  /** Dense sets: ranges meet and cross word borders. */
  @Property
  void writtenRangesReadDifferently(@ForAll Set<@IntRange(max = 200) Integer> holes) {
    CpuMask mask = CpuMask.firstCpus(200);
    for (int hole : holes) {
      mask = mask.without(hole);
    }
    assertThat(CpuList.parse(CpuList.format(mask))).isEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0             | 0
          0-3           | 0-3
          3,2,1         | 1-3
          0-3,2-5       | 0-5
          0,2,4-5       | 0,2,4-5
          63-64         | 63-64
          8191          | 8191
          007           | 7
          5-5           | 5
          none          | none
          """)
  void listIsMisread(String list, String expected) {
    assertThat(CpuList.parse(list)).hasToString(expected);
  }

  @Test
  void whiteSpaceOfTheKernelsFilesIsRefused() {
    assertThat(CpuList.parse("0-3\n")).isEqualTo(CpuMask.range(0, 3));
    assertThat(CpuList.parse("\n")).isEqualTo(CpuMask.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,              | 0 | expected a CPU number, saw ','
          1,             | 2 | expected a CPU number, saw the end
          1,,2           | 2 | expected a CPU number, saw ','
          -3             | 0 | expected a CPU number, saw '-'
          1-             | 2 | expected a CPU number, saw the end
          1-2-3          | 3 | expected ',' or '-', saw '-'
          1 ,2           | 1 | expected ',' or '-', saw ' '
          1, 2           | 2 | expected a CPU number, saw ' '
          0-31:2/4       | 4 | expected ',' or '-', saw ':'
          all            | 0 | expected a CPU number, saw 'a'
          0x1            | 1 | expected ',' or '-', saw 'x'
          3-1            | 0 | range 3-1 runs backwards; write 1-3
          0,9-7          | 2 | range 9-7 runs backwards; write 7-9
          8192           | 0 | CPU number is too large; the highest is 8191
          0-99999999999  | 2 | CPU number is too large; the highest is 8191
          ١              | 0 | expected a CPU number, saw '١'
          """)
  void malformedListIsAcceptedOrMisplaced(String list, int position, String problem) {
    assertThatThrownBy(() -> CpuList.parse(list))
        .isInstanceOfSatisfying(
            CpuListException.class, e -> assertThat(e.position()).isEqualTo(position))
        .hasMessage("CPU list \"%s\", character %d: %s", list, position + 1, problem);
  }
}
