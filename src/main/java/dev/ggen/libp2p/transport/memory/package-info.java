/**
 * A network inside of one process, for tests and simulations: addresses {@code /memory/…}, settable
 * latency, links that break. Above transport.
 */
@NullMarked
package dev.ggen.libp2p.transport.memory;

import org.jspecify.annotations.NullMarked;
