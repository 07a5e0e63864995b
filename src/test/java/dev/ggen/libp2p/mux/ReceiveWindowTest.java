package dev.ggen.libp2p.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
  private static final int INITIAL = YamuxSettings.INITIAL_WINDOW_BYTES;
  private static final long FAST = 1_000;

  @Test
  void thePeerMaySendAWindowAndNotAByteMore() {
    ReceiveWindow window = new ReceiveWindow(INITIAL, 0);

    assertThat(window.arrived(INITIAL)).isTrue();
    assertThat(window.arrived(1)).isFalse();
  }

  @Test
  void nothingIsGrantedBeforeTheReaderTakesHalf() {
    ReceiveWindow window = new ReceiveWindow(INITIAL, 0);
    window.arrived(INITIAL);

    assertThat(window.taken(INITIAL / 2 - 1, Long.MAX_VALUE / 2, FAST)).isZero();
    assertThat(window.taken(1, Long.MAX_VALUE / 2, FAST)).isEqualTo(INITIAL / 2);
    assertThat(window.arrived(INITIAL / 2)).isTrue();
    assertThat(window.arrived(1)).isFalse();
  }

  @Test
  void aWindowThatIsUsedUpFasterThanTwoRoundTripsDoubles() {
    ReceiveWindow window = new ReceiveWindow(4 * INITIAL, 0);
    window.arrived(INITIAL);

    assertThat(window.taken(INITIAL / 2, 1_999, FAST)).isEqualTo(INITIAL / 2 + INITIAL);
    assertThat(window.windowBytes()).isEqualTo(2 * INITIAL);
  }

  @Test
  void aWindowThatLastsTwoRoundTripsStays() {
    ReceiveWindow window = new ReceiveWindow(4 * INITIAL, 0);
    window.arrived(INITIAL);

    assertThat(window.taken(INITIAL / 2, 2_000, FAST)).isEqualTo(INITIAL / 2);
    assertThat(window.windowBytes()).isEqualTo(INITIAL);
  }

  @Test
  void aWindowGrowsToItsLimitAndCreditIsNeverLost() {
    int max = 5 * INITIAL;
    ReceiveWindow window = new ReceiveWindow(max, 0);
    long credit = INITIAL;
    for (int i = 0; i < 1_000; i++) {
      int part = (int) Math.min(credit, 50_000);
      assertThat(window.arrived(part)).isTrue();
      credit -= part;
      credit += window.taken(part, i, FAST);
      assertThat(window.windowBytes()).isLessThanOrEqualTo(max);
      assertThat(credit).isBetween(1L, (long) max);
    }
    assertThat(window.windowBytes()).isEqualTo(max);
    assertThat(window.arrived((int) credit)).isTrue();
    assertThat(window.arrived(1)).isFalse();
  }
}
