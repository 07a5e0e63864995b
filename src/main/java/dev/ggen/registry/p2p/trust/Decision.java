package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Instant;

/**
 * Somebody's word, by hand, on whose a name is on this node.
 *
 * @param at when it was given
 */
public record Decision(PeerId publisher, Instant at) {}
