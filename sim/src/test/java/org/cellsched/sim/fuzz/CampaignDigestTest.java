package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The digest of a campaign tells runs apart, and does not tell who ran them. */
class CampaignDigestTest {

  private static CampaignDigest of(Object... runsAndDigests) {
    CampaignDigest digest = new CampaignDigest();
    for (int index = 0; index < runsAndDigests.length; index += 2) {
      digest.add((int) runsAndDigests[index], (String) runsAndDigests[index + 1]);
    }
    return digest;
  }

  @Test
  void orderOrDivisionOfWorkCounts() {
    CampaignDigest shared = of(2, "c");
    shared.add(of(1, "b", 0, "a"));

    assertThat(shared.hex()).isEqualTo(of(0, "a", 1, "b", 2, "c").hex()).hasSize(32);
  }

  @Test
  void otherRunGoesUnnoticed() {
    assertThat(of(0, "a", 1, "b").hex())
        .isNotEqualTo(of(0, "b", 1, "a").hex())
        .isNotEqualTo(of(0, "a").hex())
        .isNotEqualTo(of(0, "a", 1, "B").hex());
  }
}
