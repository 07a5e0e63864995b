/**
 * Archives as trees of blocks: <a href="https://specs.ipfs.tech/unixfs/">UnixFS</a> files in
 * dag-pb, as {@code ipfs add --cid-version=1 --raw-leaves --chunker=size-1048576} makes them. Pure
 * but for reading what it is given. Above multiformats, below everything that moves blocks.
 */
@NullMarked
package dev.ggen.libp2p.unixfs;

import org.jspecify.annotations.NullMarked;
