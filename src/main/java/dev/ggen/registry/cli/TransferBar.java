package dev.ggen.registry.cli;

import dev.ggen.registry.cli.install.InstallProgress;
import dev.ggen.registry.cli.remote.TransferListener;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal for transfers that take a while. Thread-safe. */
final class TransferBar implements InstallProgress, TransferListener, AutoCloseable {
  /** Smaller transfers are over before anyone has read the bar. */
  static final long MIN_BYTES = 1 << 20;

  private static final int REDRAW_MILLIS = 100;

  private final String task;
  private final @Nullable Surroundings around;
  private @Nullable ProgressBar bar;

  /**
   * @param task what is transferred
   * @param around where to draw, or null not to
   */
  TransferBar(String task, @Nullable Surroundings around) {
    this.task = task;
    this.around = around;
  }

  @Override
  public synchronized void begin(long totalBytes) {
    if (around != null && totalBytes >= MIN_BYTES) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(totalBytes)
              .setUnit(" MB", 1_000_000)
              .setStyle(
                  around.colours()
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(around.err(), around.columns()))
              .clearDisplayOnFinish()
              .build();
    }
  }

  @Override
  public synchronized void moved(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  @Override
  public synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
