/**
 * Identity keys, what they sign, and how both are written: <a
 * href="https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md">libp2p peer ids</a>, RFC
 * 0002 (signed envelopes) and RFC 0003 (peer records). Above multiformats.
 */
@NullMarked
package dev.ggen.libp2p.crypto;

import org.jspecify.annotations.NullMarked;
