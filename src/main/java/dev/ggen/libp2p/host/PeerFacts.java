package dev.ggen.libp2p.host;

import dev.ggen.libp2p.crypto.PublicKey;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a peer.
 *
 * @param addresses where it may be reached, without its id
 * @param signedRecord its newest signed record, as the envelope came
 */
public record PeerFacts(
    List<Multiaddr> addresses,
    Set<String> protocols,
    Optional<String> agentVersion,
    Optional<String> protocolVersion,
    Optional<PublicKey> key,
    Optional<Bytes> signedRecord) {
  public PeerFacts {
    addresses = List.copyOf(addresses);
    protocols = Set.copyOf(protocols);
  }
}
