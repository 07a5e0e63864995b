/**
 * Exchange of blocks by their CIDs: <a href="https://specs.ipfs.tech/bitswap-protocol/">bitswap
 * 1.2.0</a>, and 1.1 and 1.0 to old peers. Begin with {@link dev.ggen.libp2p.bitswap.Bitswap}. The
 * engine ({@code SessionEngine}) knows neither threads nor clocks. A protocol on {@code host}.
 */
@NullMarked
package dev.ggen.libp2p.bitswap;

import org.jspecify.annotations.NullMarked;
