package dev.ggen.libp2p.kad;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.Optional;

/**
 * A value under its key: {@code Record} of "RPC messages".
 *
 * @param timeReceived when the one who holds it got it, as RFC 3339 text; not to be relied on
 */
public record KadRecord(Bytes key, Bytes value, Optional<String> timeReceived) {}
