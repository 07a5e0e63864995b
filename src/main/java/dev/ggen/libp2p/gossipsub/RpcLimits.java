package dev.ggen.libp2p.gossipsub;

/**
 * What one RPC may hold; more is a breach of the protocol. Each bounds the work and memory that a
 * stranger can cause with one RPC.
 *
 * @param rpcBytes of the whole
 * @param messageBytes of the data of one message
 * @param topicBytes of a topic's name
 * @param subscriptions subscriptions
 * @param messages messages
 * @param entries IHAVE, GRAFT and PRUNE entries together
 * @param ids message ids together
 * @param idBytes of one id
 * @param exchanged peers that are told of, together
 */
public record RpcLimits(
    int rpcBytes,
    int messageBytes,
    int topicBytes,
    int subscriptions,
    int messages,
    int entries,
    int ids,
    int idBytes,
    int exchanged) {
  /** Refuses limits that let nothing through. */
  public RpcLimits {
    Check.atLeast(1_024, rpcBytes, "limits.rpcBytes");
    Check.atLeast(1, messageBytes, "limits.messageBytes");
    Check.atLeast(1, topicBytes, "limits.topicBytes");
    Check.atLeast(1, subscriptions, "limits.subscriptions");
    Check.atLeast(1, messages, "limits.messages");
    Check.atLeast(1, entries, "limits.entries");
    Check.atLeast(1, ids, "limits.ids");
    Check.atLeast(1, idBytes, "limits.idBytes");
    Check.atLeast(0, exchanged, "limits.exchanged");
    if (messageBytes >= rpcBytes) {
      throw new IllegalArgumentException(
          "limits.messageBytes is %d, but must be less than limits.rpcBytes, %d"
              .formatted(messageBytes, rpcBytes));
    }
  }

  /** For messages up to 512 KiB in RPCs up to 1 MiB, as other implementations have it. */
  public static RpcLimits defaults() {
    return new RpcLimits(1 << 20, 512 << 10, 1_024, 1_000, 2_000, 1_000, 10_000, 256, 128);
  }
}
