package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.util.Optional;

/** Whatever a peer sends is either an RPC within all limits, which can be sent on, or refused. */
class RpcFuzzTest {
  private static final RpcLimits LIMITS = RpcLimits.defaults();

  @FuzzTest
  void anyBytesAreAnRpcOrRefused(byte[] content) throws Exception {
    Optional<Rpc> decoded = decode(content);
    if (decoded.isPresent()) {
      Rpc rpc = decoded.get();
      assertThat(rpc.messages()).hasSizeLessThanOrEqualTo(LIMITS.messages());
      assertThat(rpc.wants()).hasSizeLessThanOrEqualTo(LIMITS.ids());
      assertThat(RpcCodec.decode(RpcCodec.encode(rpc), LIMITS)).isEqualTo(rpc);
      rpc.messages().forEach(message -> MessageSigning.fault(message, SignaturePolicy.STRICT_SIGN));
    }
  }

  private static Optional<Rpc> decode(byte[] content) {
    try {
      return Optional.of(RpcCodec.decode(content, LIMITS));
    } catch (ProtocolViolationException e) {
      return Optional.empty();
    }
  }
}
