package dev.ggen.libp2p.host;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A share of something limited; {@link #close} gives it back, once. */
final class Permit implements AutoCloseable {
  private final AtomicReference<@Nullable Runnable> giveBack;

  Permit(Runnable giveBack) {
    this.giveBack = new AtomicReference<>(giveBack);
  }

  @Override
  public void close() {
    Runnable task = giveBack.getAndSet(null);
    if (task != null) {
      task.run();
    }
  }
}
