/**
 * Which protocol to speak: <a
 * href="https://github.com/multiformats/multistream-select">multistream-select 1.0</a>, as <a
 * href="https://github.com/libp2p/specs/tree/master/connections">libp2p connections</a>, "Protocol
 * Negotiation", uses it. Above transport.
 */
@NullMarked
package dev.ggen.libp2p.negotiate;

import org.jspecify.annotations.NullMarked;
