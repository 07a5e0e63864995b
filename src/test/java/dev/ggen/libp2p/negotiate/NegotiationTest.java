package dev.ggen.libp2p.negotiate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.transport.Duplexes;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NegotiationTest {
  private static final String YES = "/test/yes/1.0.0";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private Future<String> answering(Duplexes raw) {
    return threads.submit(() -> Negotiation.answer(raw.accepted(), YES::equals));
  }

  @Test
  void messagesAreThoseOfTheSpecification() {
    assertThat(HexFormat.of().formatHex(Message.encode("na"))).isEqualTo("036e610a");
    assertThat(HexFormat.of().formatHex(Message.encode("/multistream/1.0.0")))
        .isEqualTo("13" + "2f6d756c746973747265616d2f312e302e300a");
  }

  @Test
  void bothSidesAgreeOnTheFirstThatIsSpoken() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Future<String> answer = answering(raw);

      assertThat(Negotiation.propose(raw.dialled(), List.of("/a", "/b", YES))).isEqualTo(YES);
      assertThat(answer.get()).isEqualTo(YES);
    }
  }

  @Test
  void nothingIsReadBeyondTheAgreement() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      raw.dialled().write(Message.encode(Message.MULTISTREAM, YES));
      raw.dialled().write(new byte[] {1, 2, 3});

      assertThat(answering(raw).get()).isEqualTo(YES);
      byte[] rest = new byte[3];
      raw.accepted().readFully(rest, 0, 3);
      assertThat(rest).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aDiallerThatWaitsForTheHeaderGetsIt() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Future<String> answer = answering(raw);
      raw.dialled().write(Message.encode(Message.MULTISTREAM));
      assertThat(Message.read(raw.dialled())).isEqualTo(Message.MULTISTREAM);
      raw.dialled().write(Message.encode(YES));

      assertThat(Message.read(raw.dialled())).isEqualTo(YES);
      assertThat(answer.get()).isEqualTo(YES);
    }
  }

  @Test
  void nothingInCommonIsAnError() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Future<String> answer = answering(raw);

      assertThatThrownBy(() -> Negotiation.propose(raw.dialled(), List.of("/a", "/b")))
          .isInstanceOfSatisfying(
              UnsupportedProtocolException.class,
              e -> assertThat(e.proposed()).containsExactly("/a", "/b"));
      raw.dialled().closeWrite();
      assertThatThrownBy(answer::get).hasCauseInstanceOf(UnsupportedProtocolException.class);
    }
  }

  @Test
  void soManyProposalsAreAnsweredAndNotOneMore() throws Exception {
    List<String> proposals = new ArrayList<>();
    for (int i = 1; i < Negotiation.MAX_PROPOSALS; i++) {
      proposals.add("/no/" + i);
    }
    proposals.add(YES);
    try (Duplexes raw = Duplexes.create()) {
      Future<String> answer = answering(raw);
      assertThat(Negotiation.propose(raw.dialled(), proposals)).isEqualTo(YES);
      assertThat(answer.get()).isEqualTo(YES);
    }
    proposals.add(0, "/no/0");
    try (Duplexes raw = Duplexes.create()) {
      Future<String> answer = answering(raw);
      Future<?> _ = threads.submit(() -> Negotiation.propose(raw.dialled(), proposals));
      assertThatThrownBy(answer::get).hasCauseInstanceOf(UnsupportedProtocolException.class);
    }
  }

  @Test
  void messagesUpToTheLimitAreReadAndNotAByteMore() throws Exception {
    for (int extra = 0; extra < 2; extra++) {
      byte[] text = new byte[Message.MAX_BYTES + extra];
      Arrays.fill(text, (byte) 'a');
      text[text.length - 1] = '\n';
      byte[] length = {(byte) (text.length | 0x80), (byte) (text.length >>> 7)};
      try (Duplexes raw = Duplexes.create()) {
        raw.dialled().write(length);
        raw.dialled().write(text);
        if (extra == 0) {
          assertThat(Message.read(raw.accepted())).hasSize(Message.MAX_BYTES - 1);
        } else {
          assertThatThrownBy(() -> Message.read(raw.accepted()))
              .isInstanceOf(ProtocolViolationException.class)
              .hasMessageContaining("1025");
        }
      }
    }
  }

  @Test
  void whatIsNoNegotiationIsRefused() throws Exception {
    for (String bytes :
        List.of("GET / HTTP/1.1\r\n\r\n", "\u0003na\n", "\u0002na", "\u0000", "\u0080\u0000")) {
      try (Duplexes raw = Duplexes.create()) {
        raw.dialled().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        raw.dialled().closeWrite();

        assertThatThrownBy(answering(raw)::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void everyCutIsAnEnd() throws Exception {
    byte[] whole = Message.encode(Message.MULTISTREAM, YES);
    for (int cut = 0; cut < whole.length; cut++) {
      try (Duplexes raw = Duplexes.create()) {
        raw.dialled().write(whole, 0, cut);
        raw.dialled().closeWrite();

        assertThatThrownBy(answering(raw)::get).hasCauseInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void randomBytesAreRefused() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      try (Duplexes raw = Duplexes.create()) {
        raw.dialled().write(bytes);
        raw.dialled().closeWrite();

        assertThatThrownBy(answering(raw)::get).hasCauseInstanceOf(IOException.class);
      }
    }
  }
}
