package org.cellsched.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CgroupIdentityTest {

  @Test
  void samePathWithAnotherInodeIsTheSameCgroup() {
    assertThat(new CgroupIdentity("/cells/web", 7))
        .isNotEqualTo(new CgroupIdentity("/cells/web", 8));
    assertThat(new CgroupIdentity("/cells/web", 7)).isLessThan(new CgroupIdentity("/cells/web", 8));
    assertThat(new CgroupIdentity("/cells/a", 9)).isLessThan(new CgroupIdentity("/cells/b", 8));
  }

  @Test
  void nameIsThePath() {
    assertThat(new CgroupIdentity("/cells/web", 7).name()).isEqualTo("web");
    assertThat(new CgroupIdentity("web", 7).name()).isEqualTo("web");
  }
}
