/**
 * Downloads of whole archives by their CID: finds providers, fetches from several at once, keeps
 * what is finished over a crash, and hands over only what is checked. Begin with {@link
 * dev.ggen.libp2p.content.Downloads}. Above bitswap and unixfs; how providers are found comes from
 * outside.
 */
@NullMarked
package dev.ggen.libp2p.content;

import org.jspecify.annotations.NullMarked;
