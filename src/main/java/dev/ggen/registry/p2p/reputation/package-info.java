/**
 * What peers are worth, from what they did: decays, survives restarts, orders providers, bans those
 * who sent bad data for a time. Begin with {@link dev.ggen.registry.p2p.reputation.Reputation}.
 * Above the libp2p library's values only.
 */
@NullMarked
package dev.ggen.registry.p2p.reputation;

import org.jspecify.annotations.NullMarked;
