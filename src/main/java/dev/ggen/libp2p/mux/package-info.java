/**
 * Many streams on one connection: the muxer {@code /yamux/1.0.0}, by <a
 * href="https://github.com/libp2p/specs/tree/master/yamux">libp2p yamux</a> and <a
 * href="https://github.com/hashicorp/yamux/blob/master/spec.md">the specification it adopts</a>.
 * Above transport, and nothing else.
 */
@NullMarked
package dev.ggen.libp2p.mux;

import org.jspecify.annotations.NullMarked;
