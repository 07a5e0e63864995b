package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.DownloadProgress.State;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A download in a process of its own, to be killed. Its arguments: folder, root, size, SHA-256 and
 * the provider's address. It prints how many bytes are done until all are, and ends with its input.
 */
final class DownloadProcess {
  private DownloadProcess() {}

  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().daemon().start(DownloadProcess::endWithInput);
    Multiaddr address = Multiaddr.parse(args[4]);
    Provider provider =
        new Provider(address.peerId().orElseThrow(), List.of(address.withoutPeerId()));
    DownloadRequest request =
        DownloadRequest.of(Cid.parse(args[1]), Long.parseLong(args[2]), Bytes.fromHex(args[3]));
    try (ContentNode node = ContentNode.start(Path.of(args[0]));
        Download download = node.download(request, provider)) {
      while (download.await(Duration.ofMillis(20)).state() != State.FINISHED) {
        System.out.println("done " + download.progress().doneBytes());
      }
      System.out.println("finished, resumed " + download.progress().resumedBytes());
    }
    System.exit(0);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Until the parent ends.
      }
    } catch (IOException e) {
      System.err.println(e);
    }
    Runtime.getRuntime().halt(1);
  }
}
