/**
 * The archives that this node keeps for itself and for peers: within a size, the least recently
 * used going first, and by their blocks for bitswap. Begin with {@link
 * dev.ggen.registry.p2p.cache.ArchiveCache}. Above the blob store and the libp2p library's blocks.
 */
@NullMarked
package dev.ggen.registry.p2p.cache;

import org.jspecify.annotations.NullMarked;
