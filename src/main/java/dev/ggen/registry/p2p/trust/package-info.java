/**
 * Whose records of a name count: pure rules over what a node has seen, been told by registries it
 * trusts, and been told by hand (design §4). What they protect from, and what not, is in {@code
 * docs/trust.md}. Above {@code p2p.record}; no I/O, no clock.
 */
@NullMarked
package dev.ggen.registry.p2p.trust;

import org.jspecify.annotations.NullMarked;
