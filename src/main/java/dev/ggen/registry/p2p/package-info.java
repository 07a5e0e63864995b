/**
 * The peer-to-peer registry: an embedded libp2p node with DHT, gossip, content exchange and a
 * catalogue of signed records, which publishes, finds and fetches packages without a server. Begin
 * with {@link dev.ggen.registry.p2p.PeerNode} and {@link dev.ggen.registry.p2p.PeerRegistry}.
 * Beside {@code central}, which it does not know.
 */
@NullMarked
package dev.ggen.registry.p2p;

import org.jspecify.annotations.NullMarked;
