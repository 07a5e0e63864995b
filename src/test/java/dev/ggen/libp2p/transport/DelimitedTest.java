package dev.ggen.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelimitedTest {
  private static final int MAX = 300;

  private Duplexes ends;

  @BeforeEach
  void start() throws IOException {
    ends = Duplexes.create();
  }

  @AfterEach
  void end() {
    ends.close();
  }

  private byte[] read() throws IOException {
    return Delimited.read(ends.accepted(), MAX, "test");
  }

  @Test
  void messagesComeOneAfterTheOther() throws Exception {
    Delimited.write(ends.dialled(), new byte[] {1, 2});
    Delimited.write(ends.dialled(), new byte[0]);
    Delimited.write(ends.dialled(), new byte[MAX]);

    assertThat(read()).containsExactly(1, 2);
    assertThat(read()).isEmpty();
    assertThat(read()).hasSize(MAX);
  }

  @Test
  void aLongerOneIsThePeersFaultBeforeItComes() throws Exception {
    ends.dialled().write(Varint.encode(MAX + 1).toByteArray());

    assertThatThrownBy(this::read)
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessage("test: a message of 301 bytes; at most 300");
  }

  @Test
  void aLengthThatIsNoVarintIsThePeersFault() throws Exception {
    ends.dialled().write(new byte[] {(byte) 0x80, 0});

    assertThatThrownBy(this::read).isInstanceOf(ProtocolViolationException.class);
  }

  @Test
  void theEndBetweenMessagesIsNoFault() throws Exception {
    ends.dialled().closeWrite();

    assertThat(Delimited.readIfAny(ends.accepted(), MAX, "test")).isEmpty();
    assertThatThrownBy(this::read).isInstanceOf(EOFException.class);
  }

  @Test
  void theEndWithinAMessageIs() throws Exception {
    ends.dialled().write(new byte[] {5, 1});
    ends.dialled().closeWrite();

    assertThatThrownBy(() -> Delimited.readIfAny(ends.accepted(), MAX, "test"))
        .isInstanceOf(EOFException.class);
  }
}
