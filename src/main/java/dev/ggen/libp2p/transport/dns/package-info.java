/**
 * Names in addresses: {@code dns}, {@code dns4}, {@code dns6} and {@code dnsaddr}, by <a
 * href="https://github.com/libp2p/specs/blob/master/addressing/README.md">libp2p addressing</a>,
 * "IP and Name Resolution", and <a
 * href="https://github.com/multiformats/multiaddr/blob/master/protocols/DNSADDR.md">DNSADDR</a>.
 * Above transport.
 */
@NullMarked
package dev.ggen.libp2p.transport.dns;

import org.jspecify.annotations.NullMarked;
