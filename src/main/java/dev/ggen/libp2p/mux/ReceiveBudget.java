package dev.ggen.libp2p.mux;

/**
 * Memory that unread bytes may take, shared beyond one connection. Safe for any number of threads;
 * called for every frame, so it must be quick.
 */
public interface ReceiveBudget {
  /** A budget without end: only the limits of each connection count. */
  ReceiveBudget UNLIMITED =
      new ReceiveBudget() {
        @Override
        public boolean tryReserve(int bytes) {
          return true;
        }

        @Override
        public void release(int bytes) {}
      };

  /** Takes so many bytes, or none and returns false. */
  boolean tryReserve(int bytes);

  /** Gives back what was taken. */
  void release(int bytes);
}
