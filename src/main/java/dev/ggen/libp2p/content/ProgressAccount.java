package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.DownloadProgress.State;

/** How far a download is. Belongs to its thread, but for {@link #progress}. */
final class ProgressAccount {
  private final DownloadRequest request;
  private final DownloadListener listener;
  private final RateMeter rate;
  private State state = State.RESUMING;
  private long doneBytes;
  private long resumedBytes;
  private int providers;
  private long lastTold;
  private volatile DownloadProgress progress;

  ProgressAccount(DownloadRequest request, DownloadListener listener, long now) {
    this.request = request;
    this.listener = listener;
    this.rate = new RateMeter(now);
    this.lastTold = now;
    this.progress = snapshot(now);
  }

  private DownloadProgress snapshot(long now) {
    return new DownloadProgress(
        request.root(),
        state,
        doneBytes,
        request.sizeBytes(),
        resumedBytes,
        rate.bytesPerSecond(now),
        providers);
  }

  /** The latest; any thread may ask. */
  DownloadProgress progress() {
    return progress;
  }

  /** So much was here already. */
  void resumed(long bytes, long now) {
    doneBytes = bytes;
    resumedBytes = bytes;
    tell(now);
  }

  /** Bytes have come, so many are here now. */
  void fetched(long bytes, long done, long now) {
    rate.add(bytes, now);
    doneBytes = done;
    state(State.FETCHING, now);
  }

  /** So many providers are asked now; to be called often. */
  void providers(int count, long now) {
    providers = count;
    state(count == 0 ? State.SEARCHING : state, now);
  }

  /** Where it is now; told at once if that is new, else several times a second. */
  void state(State next, long now) {
    boolean changed = next != state;
    state = next;
    if (changed || now - lastTold >= RunningDownload.TICK.toNanos()) {
      tell(now);
    }
  }

  /** The last word. */
  void ended(State last, long now) {
    state = last;
    providers = 0;
    tell(now);
  }

  private void tell(long now) {
    lastTold = now;
    progress = snapshot(now);
    listener.progressed(progress);
  }
}
