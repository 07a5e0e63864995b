package dev.ggen.libp2p.transport.pnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.MultiformatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreSharedKeyTest {
  private static final String HEX =
      "dffb7e3135399a8b1612b2aaca1c36a3a8ac2cd0cca51ceeb2ced87d308cac6d";
  private static final Bytes KEY = Bytes.fromHex(HEX);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void allFormsOfTheFileAreRead() {
    byte[] head = ascii("/key/swarm/psk/1.0.0/\n/bin/\n");
    byte[] binary = Arrays.copyOf(head, head.length + 32);
    KEY.copyTo(binary, head.length);
    String base64 = Base64.getEncoder().encodeToString(KEY.toByteArray());

    for (byte[] file :
        new byte[][] {
          ascii("/key/swarm/psk/1.0.0/\n/base16/\n" + HEX),
          ascii("/key/swarm/psk/1.0.0/\r\n/base16/\r\n" + HEX + "\r\n"),
          ascii("/key/swarm/psk/1.0.0/\n/base64/\n" + base64 + "\n"),
          binary,
          PreSharedKey.of(KEY).toFile()
        }) {
      assertThat(PreSharedKey.parse(file).bytes()).isEqualTo(KEY.toByteArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/key/swarm/psk/1.0.0/",
        "/key/swarm/psk/1.0.0/\n/base16/",
        "/key/swarm/psk/1.0.0/\n/base16/\n00",
        "/key/swarm/psk/1.0.0/\n/base16/\nxx",
        "/key/swarm/psk/1.0.0/\n/base64/\n!!",
        "/key/swarm/psk/1.0.0/\n/base58/\n00",
        "/key/swarm/psk/2.0.0/\n/base16/\n" + HEX
      })
  void anotherFileIsRefused(String file) {
    assertThatThrownBy(() -> PreSharedKey.parse(ascii(file)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void theKeyIsNeverShown() {
    assertThat(PreSharedKey.of(KEY).toString()).doesNotContain("dffb");
    assertThat(PreSharedKey.generate().bytes()).isNotEqualTo(PreSharedKey.generate().bytes());
  }
}
