/**
 * Finds peers, values and providers without a server: <a
 * href="https://github.com/libp2p/specs/blob/master/kad-dht/README.md">libp2p Kademlia DHT</a>,
 * revision 2. A protocol on host.
 */
@NullMarked
package dev.ggen.libp2p.kad;

import org.jspecify.annotations.NullMarked;
