package dev.ggen.libp2p.content;

import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.multiformats.PeerId;
import java.util.Comparator;
import java.util.List;

/** What all downloads of a node have in common. */
record Surroundings(
    Host host,
    Exchange exchange,
    PartialBlocks partial,
    DownloadSettings settings,
    ArchiveSink sink,
    List<ProviderSource> sources,
    Comparator<PeerId> order,
    DownloadListener listener,
    Disk disk) {
  Surroundings {
    sources = List.copyOf(sources);
  }
}
