/**
 * What carries bytes between two hosts: the contract of every transport, and nothing of any one.
 * Above multiformats; see <a href="https://github.com/libp2p/specs/tree/master/connections">libp2p
 * connections</a>, "Definitions" and "Upgrading Connections".
 */
@NullMarked
package dev.ggen.libp2p.transport;

import org.jspecify.annotations.NullMarked;
