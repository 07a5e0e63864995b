/**
 * How fast bytes go to and from a peer: {@code /perf/1.0.0}, <a
 * href="https://github.com/libp2p/specs/blob/master/perf/perf.md">libp2p perf</a>. Not for public
 * nodes, as it lets others make this one work. A protocol on host.
 */
@NullMarked
package dev.ggen.libp2p.perf;

import org.jspecify.annotations.NullMarked;
