package dev.ggen.libp2p.bitswap;

/**
 * What bitswap has done since its start.
 *
 * @param blocksSent blocks given
 * @param bytesSent their bytes
 * @param blocksReceived blocks taken
 * @param bytesReceived their bytes
 * @param unsolicited blocks that came unasked and were dropped
 * @param badBlocks blocks that were not what was asked for
 * @param refusedWants wants beyond the limits
 * @param peers peers with wants, or that we want something of
 * @param sessions downloads under way
 * @param wants wants of peers that are kept
 */
public record BitswapStatus(
    long blocksSent,
    long bytesSent,
    long blocksReceived,
    long bytesReceived,
    long unsolicited,
    long badBlocks,
    long refusedWants,
    int peers,
    int sessions,
    int wants) {}
