package dev.ggen.registry.p2p.trust;

import dev.ggen.libp2p.multiformats.PeerId;
import java.time.Instant;

/**
 * The publisher that a name is remembered by, as a host's key is by its name.
 *
 * @param since when its claim was first seen here
 * @param isLoose whether all that it published was withdrawn before the pin had settled; then the
 *     next claim takes the pin over
 */
public record Pin(PeerId publisher, Instant since, boolean isLoose) {}
