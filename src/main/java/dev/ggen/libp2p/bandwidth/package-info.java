/**
 * Limits and counts of the bytes that a host moves: token buckets, of all peers together and of
 * each, fair between peers. Begin with {@link dev.ggen.libp2p.bandwidth.Bandwidth}. On {@code
 * host}; protocols do not know of it.
 */
@NullMarked
package dev.ggen.libp2p.bandwidth;

import org.jspecify.annotations.NullMarked;
