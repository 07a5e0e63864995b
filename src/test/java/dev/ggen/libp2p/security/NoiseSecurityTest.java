package dev.ggen.libp2p.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.Duplex;
import dev.ggen.libp2p.transport.Duplexes;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NoiseSecurityTest {
  private static final List<String> YAMUX = List.of("/yamux/1.0.0");

  private final PrivateKey ours = PrivateKey.generate();
  private final PrivateKey theirs = PrivateKey.generate();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private record Pair(SecureChannel dialled, SecureChannel accepted) {}

  private Pair pair(Duplexes raw, List<String> dialler, List<String> listener) throws Exception {
    Future<SecureChannel> accepted =
        threads.submit(() -> new NoiseSecurity(theirs, listener).respond(raw.accepted()));
    SecureChannel dialled =
        new NoiseSecurity(ours, dialler).initiate(raw.dialled(), theirs.publicKey().peerId());
    return new Pair(dialled, accepted.get());
  }

  @Test
  void bothSidesKnowEachOtherAndTheMuxer() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Pair pair = pair(raw, YAMUX, List.of("/other/1.0.0", "/yamux/1.0.0"));

      assertThat(pair.dialled().remotePeer()).isEqualTo(theirs.publicKey().peerId());
      assertThat(pair.accepted().remotePeer()).isEqualTo(ours.publicKey().peerId());
      assertThat(pair.dialled().muxer()).isEqualTo(Optional.of("/yamux/1.0.0"));
      assertThat(pair.accepted().muxer()).isEqualTo(Optional.of("/yamux/1.0.0"));
    }
  }

  @Test
  void theDiallersFavouriteMuxerWins() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Pair pair = pair(raw, List.of("/a", "/b"), List.of("/b", "/a"));

      assertThat(pair.dialled().muxer()).isEqualTo(Optional.of("/a"));
      assertThat(pair.accepted().muxer()).isEqualTo(Optional.of("/a"));
    }
  }

  @Test
  void withoutEarlyDataOfOneSideTheMuxerIsChosenLater() throws Exception {
    for (List<List<String>> sides :
        List.of(List.of(YAMUX, List.<String>of()), List.of(List.<String>of(), YAMUX))) {
      try (Duplexes raw = Duplexes.create()) {
        Pair pair = pair(raw, sides.get(0), sides.get(1));

        assertThat(pair.dialled().muxer()).isEmpty();
        assertThat(pair.accepted().muxer()).isEmpty();
      }
    }
  }

  @Test
  void withoutACommonMuxerTheHandshakeFails() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      assertThatThrownBy(() -> pair(raw, YAMUX, List.of("/other")))
          .isInstanceOf(HandshakeException.class)
          .hasMessageContaining("no muxer in common");
    }
  }

  @Test
  void anotherPeerIsRefusedByTheDialler() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      PeerId expected = PrivateKey.generate().publicKey().peerId();
      Future<?> _ = threads.submit(() -> new NoiseSecurity(theirs, YAMUX).respond(raw.accepted()));

      assertThatThrownBy(() -> new NoiseSecurity(ours, YAMUX).initiate(raw.dialled(), expected))
          .isInstanceOfSatisfying(
              WrongPeerException.class,
              e -> {
                assertThat(e.expected()).isEqualTo(expected);
                assertThat(e.actual()).isEqualTo(theirs.publicKey().peerId());
              });
    }
  }

  @Test
  void aKeyThatHasNotSignedTheNoiseKeyIsRefused() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      byte[] payload =
          new HandshakePayload(theirs.publicKey().encode(), theirs.sign(Bytes.of(1, 2, 3)), YAMUX)
              .encode();
      respondWith(raw.accepted(), payload);

      assertThatThrownBy(() -> new NoiseSecurity(ours, YAMUX).initiate(raw.dialled(), null))
          .isInstanceOf(HandshakeException.class)
          .hasMessageContaining("has not signed");
    }
  }

  @Test
  void aPayloadThatIsNoMessageOrLacksFieldsIsRefused() throws Exception {
    for (byte[] payload : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[] {0x0a, 0x7f})) {
      try (Duplexes raw = Duplexes.create()) {
        respondWith(raw.accepted(), payload);

        assertThatThrownBy(() -> new NoiseSecurity(ours, YAMUX).initiate(raw.dialled(), null))
            .isInstanceOf(HandshakeException.class)
            .hasMessageContaining("payload");
      }
    }
  }

  @Test
  void moreMuxersThanThereCanBeAreRefused() throws Exception {
    List<String> many = Collections.nCopies(HandshakePayload.MAX_MUXERS + 1, "/m");
    HandshakePayload atLimit =
        new HandshakePayload(
            Bytes.of(1), Bytes.of(2), many.subList(0, HandshakePayload.MAX_MUXERS));
    HandshakePayload beyond = new HandshakePayload(Bytes.of(1), Bytes.of(2), many);

    assertThat(HandshakePayload.decode(atLimit.encode())).isEqualTo(atLimit);
    byte[] encoded = beyond.encode();
    assertThatThrownBy(() -> HandshakePayload.decode(encoded))
        .isInstanceOf(HandshakeException.class)
        .hasMessageContaining("more than 16 muxers");
  }

  private void respondWith(Duplex raw, byte[] payload) {
    Future<?> _ =
        threads.submit(
            (Callable<Void>)
                () -> {
                  HandshakeState responder = new HandshakeState(false, DhKeys.generate());
                  byte[] first = new byte[34];
                  raw.readFully(first, 0, first.length);
                  responder.readMessage(Arrays.copyOfRange(first, 2, 34));
                  byte[] answer = responder.writeMessage(payload);
                  raw.write(new byte[] {(byte) (answer.length >>> 8), (byte) answer.length});
                  raw.write(answer);
                  return null;
                });
  }

  @Test
  void messagesOfEverySizeArriveWhole() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Pair pair = pair(raw, YAMUX, YAMUX);
      int max = SecureChannel.MAX_PLAINTEXT_BYTES;
      for (int size : new int[] {1, 255, 256, 257, max - 1, max, max + 1, 3 * max, 10, 400_000}) {
        byte[] sent = new byte[size];
        new Random(size).nextBytes(sent);
        Future<?> writing =
            threads.submit(() -> {
              pair.dialled().write(sent);
              return null;
            });
        byte[] received = new byte[size];
        pair.accepted().readFully(received, 0, size);
        writing.get();
        assertThat(Arrays.equals(received, sent)).as("%d bytes", size).isTrue();
      }
    }
  }

  @Test
  void aChangedMessageEndsTheChannel() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Pair pair = pair(raw, YAMUX, YAMUX);
      raw.dialled().write(new byte[] {0, 20});
      raw.dialled().write(new byte[20]);

      assertThatThrownBy(() -> pair.accepted().read(new byte[1], 0, 1))
          .isInstanceOf(HandshakeException.class)
          .hasMessageContaining("not authentic");
    }
  }

  @Test
  void aMessageThatComesTwiceOrTooEarlyEndsTheChannel() throws Exception {
    for (boolean twice : new boolean[] {true, false}) {
      try (Duplexes raw = Duplexes.create();
          Duplexes middle = Duplexes.create()) {
        Future<SecureChannel> accepted =
            threads.submit(() -> new NoiseSecurity(theirs, YAMUX).respond(raw.accepted()));
        Future<?> relay = threads.submit(() -> relayHandshake(middle.accepted(), raw.dialled()));
        SecureChannel dialled = new NoiseSecurity(ours, YAMUX).initiate(middle.dialled(), null);
        relay.get();
        dialled.write(new byte[] {1});
        dialled.write(new byte[] {2});
        byte[] first = message(middle.accepted());
        byte[] second = message(middle.accepted());
        raw.dialled().write(twice ? first : second);
        raw.dialled().write(first);

        SecureChannel channel = accepted.get();
        assertThatThrownBy(() -> channel.readFully(new byte[2], 0, 2))
            .isInstanceOf(HandshakeException.class)
            .hasMessageContaining("not authentic");
      }
    }
  }

  /** The handshake's three messages go through. */
  private static Void relayHandshake(Duplex dialler, Duplex listener) throws IOException {
    listener.write(message(dialler));
    dialler.write(message(listener));
    listener.write(message(dialler));
    return null;
  }

  private static byte[] message(Duplex from) throws IOException {
    byte[] length = new byte[2];
    from.readFully(length, 0, 2);
    byte[] whole = new byte[2 + (((length[0] & 0xff) << 8) | (length[1] & 0xff))];
    System.arraycopy(length, 0, whole, 0, 2);
    from.readFully(whole, 2, whole.length - 2);
    return whole;
  }

  @Test
  void anEndWithinAMessageIsAnErrorAndBetweenMessagesTheEnd() throws Exception {
    try (Duplexes raw = Duplexes.create()) {
      Pair pair = pair(raw, YAMUX, YAMUX);
      raw.dialled().closeWrite();
      assertThat(pair.accepted().read(new byte[1], 0, 1)).isEqualTo(-1);

      raw.accepted().write(new byte[] {0, 20, 1});
      raw.accepted().closeWrite();
      assertThatThrownBy(() -> pair.dialled().read(new byte[1], 0, 1))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void randomBytesAreNeverAHandshake() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      try (Duplexes raw = Duplexes.create()) {
        raw.dialled().write(noise);
        raw.dialled().closeWrite();
        Future<?> answer =
            threads.submit(() -> new NoiseSecurity(theirs, YAMUX).respond(raw.accepted()));
        assertThatThrownBy(answer::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
    }
  }
}
