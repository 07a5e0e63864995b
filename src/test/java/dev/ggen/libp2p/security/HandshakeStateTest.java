package dev.ggen.libp2p.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors of Noise_XX_25519_ChaChaPoly_SHA256, and what is no good handshake. */
class HandshakeStateTest {
  private static final HexFormat HEX = HexFormat.of();

  record Vector(
      String prologue,
      String initStatic,
      String initEphemeral,
      String respStatic,
      String respEphemeral,
      List<String> payloads,
      List<String> ciphertexts) {
    HandshakeState initiator() {
      return new HandshakeState(true, keys(initStatic), keys(initEphemeral), hex(prologue));
    }

    HandshakeState responder() {
      return new HandshakeState(false, keys(respStatic), keys(respEphemeral), hex(prologue));
    }
  }

  static List<Vector> vectors() {
    return List.of(
        new Vector(
            "4a6f686e2047616c74",
            "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
            "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
            "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
            "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
            List.of(
                "4c756477696720766f6e204d69736573",
                "4d757272617920526f746862617264",
                "462e20412e20486179656b",
                "4361726c204d656e676572",
                "4a65616e2d426170746973746520536179",
                "457567656e2042f6686d20766f6e2042617765726b"),
            List.of(
                "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                    + "4c756477696720766f6e204d69736573",
                "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                    + "81cbad1f276e038c48378ffce2b65285e08d6b68aaa3629a5a8639392490e5b9"
                    + "bd5269c2f1e4f488ed8831161f19b7815528f8982ffe09be9b5c412f8a0db50f"
                    + "8814c7194e83f23dbd8d162c9326ad",
                "c7195ffacac1307ff99046f219750fc47693e23c3cb08b89c2af808b444850a8"
                    + "0ae475b9df0f169ae80a89be0865b57f58c9fea0d4ec82a286427402f113e4b6"
                    + "ae769a1d95941d49b25030",
                "96763ed773f8e47bb3712f0e29b3060ffc956ffc146cee53d5e1df",
                "3e40f15f6f3a46ae446b253bf8b1d9ffb6ed9b174d272328ff91a7e2e5c79c07f5",
                "eb3f3515110702e047a6c9da4478b6ead94873c11c0f2d710ddb3f09fce024b3" + "a58502ae3f")),
        new Vector(
            "5468657265206973206e6f20726967687420616e642077726f6e672e20546865"
                + "72652773206f6e6c792066756e20616e6420626f72696e672e",
            "7dec208517a3b81a2861d7a71266d5d6dc944c5a8816634a86fe63198a0148ee",
            "a32daf21e93c0131495ce1d903181fde81cc46937daaeb990bae7c992709421e",
            "4d0aed5098e3b4ef20357e9f686ce66204c792b358da2e475017d6c485304881",
            "4eece0f195d026db035ff987597c429d3ad3bcc2944df37d649528951b2a27c5",
            List.of(
                "d03c489139e645d0711a3c9e810d776b46a84912463fafa87b884eebf242dc34",
                "d8190a92f7dc0c93dbea9118ba8055751fb7c6590c416ffbd419964132b99a85",
                "77891b19dcb92ef7c055b672c4a5aa7fdf1c84146b8b303459022729473ce254",
                "d7efdf988072881941db045a42882433817555128fbf5663e56081712ec7d212",
                "dd7bf01a588bafb52c6cfba952e5d8fe35cc2b3f92b4730ae2474615157345ce"),
            List.of(
                "f9fa868ba97ab8a2686deccfaad5a484ee10a5bb85e3d1dce015a84797f92818"
                    + "d03c489139e645d0711a3c9e810d776b46a84912463fafa87b884eebf242dc34",
                "8c4e6fdb7d09d501a86f7eca5c234522751706ed409182c05cdf5f827d4dae47"
                    + "b81c6c5f43b025692c24391eefee725c17d8cb0fbe3e4abb8aedf42c4fd2592d"
                    + "4ea48ac08989d6ae8b4adae08b2c34087c808c7aa55a63c02b0fab9e93061233"
                    + "6bd43eaea04d3c670a0a146691aa9cc9d357872320dc735dbc48580cffb553db",
                "933ca6b5ed60df3df66121f0ab49a09e49efa45c613a86a3cecbf4c535cef2f8"
                    + "3f72b42837b18e3572f2fdc2b74c331e2368a545cef54bdca081678ab0e9dd53"
                    + "48122459e0c034c851984d88ce610963d43cde6cfe73a67fbd5a63e8bfca96d0",
                "54ef0ff0629e1aaa7685a2806ab111cba76b52331f2642276736f415868eacb6"
                    + "9ab2577f3bda0cbf72f879685f6ed25f",
                "356be70f110306d5c699bb834bb9d58d909e325924dfbec972e406e6f294dc63"
                    + "e1daebefe8a62a334facc8048ab4ad66")));
  }

  private static DhKeys keys(String secret) {
    return DhKeys.of(hex(secret));
  }

  private static byte[] hex(String digits) {
    return HEX.parseHex(digits);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void messagesAreThoseOfTheVectors(Vector vector) throws IOException {
    HandshakeState initiator = vector.initiator();
    HandshakeState responder = vector.responder();
    for (int i = 0; i < 3; i++) {
      HandshakeState writer = i % 2 == 0 ? initiator : responder;
      HandshakeState reader = i % 2 == 0 ? responder : initiator;
      byte[] message = writer.writeMessage(hex(vector.payloads().get(i)));
      assertThat(HEX.formatHex(message)).isEqualTo(vector.ciphertexts().get(i));
      assertThat(HEX.formatHex(reader.readMessage(message))).isEqualTo(vector.payloads().get(i));
    }
    assertThat(initiator.handshakeHash()).isEqualTo(responder.handshakeHash());

    HandshakeState.TransportKeys dialler = initiator.finish();
    HandshakeState.TransportKeys listener = responder.finish();
    for (int i = 3; i < vector.payloads().size(); i++) {
      boolean byResponder = i % 2 == 1;
      CipherState sending = byResponder ? listener.sending() : dialler.sending();
      CipherState receiving = byResponder ? dialler.receiving() : listener.receiving();
      byte[] payload = hex(vector.payloads().get(i));
      byte[] buffer = Arrays.copyOf(payload, payload.length + CipherState.TAG_BYTES);
      sending.encrypt(new byte[0], buffer, 0, payload.length, buffer, 0);
      assertThat(HEX.formatHex(buffer)).isEqualTo(vector.ciphertexts().get(i));
      int length = receiving.decrypt(new byte[0], buffer, 0, buffer.length, buffer, 0);
      assertThat(Arrays.copyOf(buffer, length)).isEqualTo(payload);
    }
  }

  @Test
  void everyCutOfAMessageIsRefused() throws IOException {
    Vector vector = vectors().getFirst();
    for (int turn = 0; turn < 3; turn++) {
      byte[] whole = hex(vector.ciphertexts().get(turn));
      // The first message is not encrypted: only its key has a length.
      int shortest = turn == 0 ? 32 : whole.length;
      for (int cut = 0; cut < shortest; cut++) {
        HandshakeState reader = readerOf(vector, turn);
        byte[] part = Arrays.copyOf(whole, cut);
        assertThatThrownBy(() -> reader.readMessage(part)).isInstanceOf(HandshakeException.class);
      }
    }
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    Vector vector = vectors().getFirst();
    byte[] whole = hex(vector.ciphertexts().get(1));
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      HandshakeState reader = readerOf(vector, 1);
      assertThatThrownBy(() -> reader.readMessage(changed)).isInstanceOf(HandshakeException.class);
    }
  }

  /** A state whose turn it is to read the message. */
  private static HandshakeState readerOf(Vector vector, int turn) throws IOException {
    HandshakeState initiator = vector.initiator();
    HandshakeState responder = vector.responder();
    if (turn == 0) {
      return responder;
    }
    byte[] first = initiator.writeMessage(hex(vector.payloads().get(0)));
    if (turn == 1) {
      return initiator;
    }
    responder.readMessage(first);
    responder.writeMessage(hex(vector.payloads().get(1)));
    return responder;
  }

  @Test
  void aKeyThatGivesEveryoneTheSameSecretIsRefused() throws IOException {
    HandshakeState responder = vectors().getFirst().responder();
    responder.readMessage(new byte[32]);

    assertThatThrownBy(() -> responder.writeMessage(new byte[0]))
        .isInstanceOf(HandshakeException.class)
        .hasMessageContaining("low order");
  }

  @Test
  void messagesOutOfTurnAreAFaultOfTheCaller() {
    HandshakeState initiator = vectors().getFirst().initiator();

    assertThatThrownBy(() -> initiator.readMessage(new byte[32]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(initiator::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastNonceIsNeverUsed() throws IOException {
    CipherState cipher = new CipherState(new byte[32], -2L);
    byte[] buffer = new byte[16];
    cipher.encrypt(new byte[0], buffer, 0, 0, buffer, 0);

    assertThatThrownBy(() -> cipher.encrypt(new byte[0], buffer, 0, 0, buffer, 0))
        .isInstanceOf(NonceExhaustedException.class);
  }
}
