package dev.ggen.libp2p.crypto;

import dev.ggen.libp2p.multiformats.MultiformatException;

/** The kinds of identity keys: peer ids, "Keys". */
public enum KeyType {
  RSA(0),
  ED25519(1),
  SECP256K1(2),
  ECDSA(3);

  private final int number;

  KeyType(int number) {
    this.number = number;
  }

  /** Its number in the protobuf messages. */
  int number() {
    return number;
  }

  /** The type of a number; {@link MultiformatException} if there is none. */
  static KeyType of(int number) {
    for (KeyType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new MultiformatException("a key of unknown type " + number);
  }
}
