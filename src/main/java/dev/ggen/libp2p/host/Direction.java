package dev.ggen.libp2p.host;

/** Who began. */
public enum Direction {
  INBOUND,
  OUTBOUND
}
