/**
 * Whether a peer answers, and how fast: {@code /ipfs/ping/1.0.0}, <a
 * href="https://github.com/libp2p/specs/blob/master/ping/ping.md">libp2p ping</a>. A protocol on
 * host.
 */
@NullMarked
package dev.ggen.libp2p.ping;

import org.jspecify.annotations.NullMarked;
