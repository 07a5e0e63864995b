/**
 * What peers tell each other of themselves: {@code /ipfs/id/1.0.0} and {@code /ipfs/id/push/1.0.0},
 * <a href="https://github.com/libp2p/specs/blob/master/identify/README.md">libp2p identify</a>. A
 * protocol on host.
 */
@NullMarked
package dev.ggen.libp2p.identify;

import org.jspecify.annotations.NullMarked;
