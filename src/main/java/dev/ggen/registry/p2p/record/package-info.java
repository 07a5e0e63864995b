/**
 * What a publisher says of a package to the network: signed package records and ownership grants,
 * their one encoding, and the keys under which the DHT finds them (design §4 and §6; envelopes by
 * libp2p RFC 0002). Values and pure functions above {@code model}, {@code libp2p.crypto} and {@code
 * libp2p.kad}; no I/O. What each field may hold is in {@code docs/trust.md}.
 */
@NullMarked
package dev.ggen.registry.p2p.record;

import org.jspecify.annotations.NullMarked;
