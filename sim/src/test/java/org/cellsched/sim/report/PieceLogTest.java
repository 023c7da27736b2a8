package org.cellsched.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PieceLogTest {

  private static final long MS = 1_000_000;

  private static Turn turn(int tenant, boolean borrowed) {
    return new Turn(tenant, tenant, borrowed, null, null, 0);
  }

  @Property(tries = 200)
  void piecesAreTooManyOrLoseTime(
      @ForAll @Size(max = 400) List<@IntRange(min = 1, max = 5_000_000) Integer> lengthsNs,
      @ForAll @IntRange(min = 4, max = 60) int mostPieces) {
    PieceLog log = new PieceLog(1, mostPieces);
    long atNs = 0;
    long busyNs = 0;
    for (int i = 0; i < lengthsNs.size(); i++) {
      long fromNs = atNs + (i % 3 == 0 ? 70_000 : 0);
      atNs = fromNs + lengthsNs.get(i);
      busyNs += lengthsNs.get(i);
      log.add(0, turn(i % 4, false), fromNs, atNs, Ending.SLEPT);
    }

    List<Piece> pieces = log.piecesOf(0);
    assertThat(pieces).hasSizeLessThanOrEqualTo(mostPieces);
    assertThat(pieces.stream().mapToLong(piece -> piece.busyNs).sum()).isEqualTo(busyNs);
    assertThat(pieces.stream().mapToLong(piece -> piece.turns).sum()).isEqualTo(lengthsNs.size());
    for (int i = 1; i < pieces.size(); i++) {
      assertThat(pieces.get(i).fromNs).isGreaterThanOrEqualTo(pieces.get(i - 1).toNs);
    }
  }

  @Test
  void turnsArePutTogetherAlthoughThereIsRoom() {
    PieceLog log = new PieceLog(2, 100);
    for (int i = 0; i < 50; i++) {
      log.add(0, turn(1, false), i * 10L, i * 10L + 10, Ending.SLICE_USED);
    }

    assertThat(log.piecesOf(0)).hasSize(50);
    assertThat(log.resolutionNs()).isZero();
  }

  @Test
  void aLongTurnIsMixedWithShortOnes() {
    PieceLog log = new PieceLog(1, 20);
    long atNs = 0;
    for (int i = 0; i < 200; i++) {
      long lengthNs = i == 100 ? 500 * MS : 5_000;
      log.add(0, turn(i == 100 ? 2 : 1, false), atNs, atNs + lengthNs, Ending.SLEPT);
      atNs += lengthNs;
    }

    List<Piece> ofTwo = new ArrayList<>(log.piecesOf(0));
    ofTwo.removeIf(piece -> piece.occupant != 2);
    assertThat(ofTwo).hasSize(1);
    assertThat(ofTwo.getFirst().turns).isOne();
    assertThat(ofTwo.getFirst().lengthNs()).isEqualTo(500 * MS);
  }

  @Test
  void whoHadMostOfAPieceDoesNotGiveItsColour() {
    PieceLog log = new PieceLog(1, 4);
    for (int i = 0; i < 900; i++) {
      boolean minor = i % 3 == 0;
      log.add(0, turn(minor ? 1 : 2, !minor), i * 10L, i * 10L + 10, Ending.SLEPT);
    }

    assertThat(log.piecesOf(0)).isNotEmpty();
    for (Piece piece : log.piecesOf(0).subList(0, log.piecesOf(0).size() - 1)) {
      assertThat(piece.occupant).isEqualTo(2);
      assertThat(piece.isBorrowed()).isTrue();
    }
  }

  @Test
  void aLongIdleTimeIsSwallowed() {
    PieceLog log = new PieceLog(1, 4);
    for (int i = 0; i < 40; i++) {
      long fromNs = i * 1_000L + (i < 20 ? 0 : 900 * MS);
      log.add(0, turn(1, false), fromNs, fromNs + 1_000, Ending.SLEPT);
    }

    long gapNs = 0;
    for (int i = 1; i < log.piecesOf(0).size(); i++) {
      gapNs = Math.max(gapNs, log.piecesOf(0).get(i).fromNs - log.piecesOf(0).get(i - 1).toNs);
    }
    assertThat(gapNs).isEqualTo(900 * MS);
  }
}
