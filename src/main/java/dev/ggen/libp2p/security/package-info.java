/**
 * The secure channel {@code /noise}: <a
 * href="https://github.com/libp2p/specs/tree/master/noise">libp2p noise</a> revision 4 on the <a
 * href="https://noiseprotocol.org/noise.html">Noise Protocol Framework</a> revision 34, pattern XX.
 * Above transport and crypto. {@code HandshakeState} and its parts are engines without I/O.
 */
@NullMarked
package dev.ggen.libp2p.security;

import org.jspecify.annotations.NullMarked;
