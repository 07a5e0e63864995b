/**
 * What a node knows of all packages: signed records and grants, kept in one file of its own, judged
 * by the rules of trust, indexed for search, and comparable with other nodes' (design §6,
 * "Catalogue" and "Admission"). Above {@code p2p.record}, {@code p2p.trust} and {@code search};
 * knows no network.
 */
@NullMarked
package dev.ggen.registry.p2p.catalogue;

import org.jspecify.annotations.NullMarked;
