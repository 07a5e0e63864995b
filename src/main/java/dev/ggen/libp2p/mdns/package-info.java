/**
 * Finds peers on the same network without any configuration: <a
 * href="https://github.com/libp2p/specs/blob/master/discovery/mdns.md">libp2p mDNS</a>, revision 2,
 * on multicast DNS (RFC 6762) over IPv4. A protocol on host.
 */
@NullMarked
package dev.ggen.libp2p.mdns;

import org.jspecify.annotations.NullMarked;
