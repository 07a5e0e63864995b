package dev.ggen.registry.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** A trickle ends; a slow line does not. */
class UploadPaceTest {
  private static final long SECOND = 1_000_000_000;
  private static final long GRACE = UploadPace.GRACE.toNanos();
  private final UploadPace pace = new UploadPace(0);

  @Test
  void theBeginningMayStall() {
    assertThatCode(() -> pace.arrived(1, GRACE)).doesNotThrowAnyException();
  }

  @Test
  void theSlowestAllowedUploadGoesOn() {
    assertThatCode(
            () -> {
              pace.arrived(0, GRACE);
              for (int second = 1; second <= 1000; second++) {
                pace.arrived(UploadPace.MIN_BYTES_PER_SECOND, GRACE + second * SECOND);
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void oneByteLessIsTooSlow() throws SocketTimeoutException {
    pace.arrived(UploadPace.MIN_BYTES_PER_SECOND - 1, GRACE);
    assertThatThrownBy(() -> pace.arrived(0, GRACE + SECOND))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void theEndIsNeverTooLate() {
    assertThatCode(() -> pace.arrived(-1, 100 * GRACE)).doesNotThrowAnyException();
  }
}
