/**
 * How nodes tell each other of packages: the protocol {@code /ggen/registry/1.0.0} over libp2p
 * streams, described in {@code docs/registry-protocol.md} (design §6, "Catalogue" and "Search").
 * Both sides of it, and who reconciles with whom and when. A protocol on host, above {@code
 * p2p.reconcile}, {@code p2p.catalogue} and {@code model}.
 */
@NullMarked
package dev.ggen.registry.p2p.protocol;

import org.jspecify.annotations.NullMarked;
