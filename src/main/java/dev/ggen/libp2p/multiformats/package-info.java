/**
 * Numbers, texts, hashes, content ids, addresses and peer ids that describe themselves: <a
 * href="https://multiformats.io">multiformats</a> and libp2p's peer ids. Values and pure functions
 * without I/O; the lowest layer.
 */
@NullMarked
package dev.ggen.libp2p.multiformats;

import org.jspecify.annotations.NullMarked;
