/**
 * Private networks: <a
 * href="https://github.com/libp2p/specs/blob/master/pnet/Private-Networks-PSK-V1.md">libp2p private
 * networks</a> by a shared key, {@code /key/swarm/psk/1.0.0}. Only peers with the key understand
 * anything. Above transport.
 */
@NullMarked
package dev.ggen.libp2p.transport.pnet;

import org.jspecify.annotations.NullMarked;
