package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.host.StreamHandler;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A server that does harm: it invents peers and forges values, or is silent, by its kind. */
final class LyingServer implements StreamHandler {
  enum Kind {
    INVENTS_PEERS,
    FORGES_VALUES,
    IS_SILENT
  }

  private static final int INVENTED = 20;

  private final Kind kind;

  LyingServer(Kind kind) {
    this.kind = kind;
  }

  @Override
  public void handle(Stream stream) throws IOException {
    Optional<KadMessage> request = KadMessage.read(stream);
    while (request.isPresent()) {
      if (kind != Kind.IS_SILENT && request.get().type() != KadMessage.Type.ADD_PROVIDER) {
        answer(request.get()).write(stream);
      }
      request = KadMessage.read(stream);
    }
  }

  private KadMessage answer(KadMessage request) {
    Optional<KadRecord> forged =
        Optional.of(new KadRecord(request.key(), KadNode.bytes("forged"), Optional.empty()))
            .filter(r -> kind == Kind.FORGES_VALUES && request.type() == KadMessage.Type.GET_VALUE);
    return new KadMessage(request.type(), request.key(), forged, invented(request), List.of());
  }

  /** Peers that are not there, but nearer to the key than most. */
  private static List<KadPeer> invented(KadMessage request) {
    KadKey target = KadKey.of(request.key());
    List<KadPeer> peers = new ArrayList<>();
    while (peers.size() < INVENTED) {
      byte[] key = new byte[16];
      ThreadLocalRandom.current().nextBytes(key);
      PeerId id = PeerId.ofKey(Bytes.copyOf(key));
      if (target.commonPrefix(KadKey.of(id)) >= 4) {
        Multiaddr nowhere = Multiaddr.parse("/memory/" + (1 + peers.size()));
        peers.add(new KadPeer(id, List.of(nowhere), KadPeer.Link.CONNECTED));
      }
    }
    return peers;
  }
}
