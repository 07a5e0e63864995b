/**
 * A libp2p host: listens, dials, secures and multiplexes connections, opens and serves streams,
 * within limits. <a href="https://github.com/libp2p/specs/tree/master/connections">libp2p
 * connections</a>. Begin with {@link dev.ggen.libp2p.host.Host}. Above transports, security, muxer
 * and negotiation; below every protocol.
 */
@NullMarked
package dev.ggen.libp2p.host;

import org.jspecify.annotations.NullMarked;
