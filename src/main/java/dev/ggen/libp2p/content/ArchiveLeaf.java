package dev.ggen.libp2p.content;

import dev.ggen.libp2p.multiformats.Cid;

/** A part of an archive that is one block. */
public record ArchiveLeaf(Cid cid, long offset, int length) {}
