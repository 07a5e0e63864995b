/**
 * Connections over TCP: <a
 * href="https://github.com/libp2p/specs/blob/master/addressing/README.md">libp2p addressing</a>,
 * "TCP". Plain socket channels on virtual threads; above transport.
 */
@NullMarked
package dev.ggen.libp2p.transport.tcp;

import org.jspecify.annotations.NullMarked;
