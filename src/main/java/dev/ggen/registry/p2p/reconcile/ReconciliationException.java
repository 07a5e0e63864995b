package dev.ggen.registry.p2p.reconcile;

/** The peer sent what the reconciliation does not allow. Its fault: a retry does not help. */
public final class ReconciliationException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what the peer did. */
  public ReconciliationException(String what) {
    super(what);
  }
}
