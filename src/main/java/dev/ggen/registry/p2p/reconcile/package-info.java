/**
 * Finds out in which 32-byte hashes two sets differ, at a cost that grows with the difference:
 * range-based set reconciliation. Pure engines without I/O, thread or clock; they know nothing of
 * records. The messages are described in {@code docs/registry-protocol.md}. Needs only
 * multiformats.
 */
@NullMarked
package dev.ggen.registry.p2p.reconcile;

import org.jspecify.annotations.NullMarked;
