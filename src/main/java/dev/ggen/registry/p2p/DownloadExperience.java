package dev.ggen.registry.p2p;

import dev.ggen.libp2p.content.DownloadListener;
import dev.ggen.libp2p.content.ProviderOutcome;
import dev.ggen.registry.p2p.reputation.Reputation;

/** What providers do in downloads, for their reputation. */
record DownloadExperience(Reputation reputation) implements DownloadListener {
  @Override
  public void parted(ProviderOutcome outcome) {
    switch (outcome.ending()) {
      case SERVED -> {
        if (outcome.bytes() > 0) {
          reputation.succeeded(outcome.peer(), outcome.bytes(), outcome.latency());
        }
      }
      case HAS_NOTHING -> {}
      case UNREACHABLE, STALLED -> reputation.failed(outcome.peer());
      case BAD_BLOCK -> reputation.lied(outcome.peer(), "a block that is not what it should be");
    }
  }
}
