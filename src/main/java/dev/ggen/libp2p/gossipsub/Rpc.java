package dev.ggen.libp2p.gossipsub;

import dev.ggen.libp2p.multiformats.Bytes;
import java.util.List;
import java.util.OptionalLong;

/**
 * What peers send each other: {@code RPC} of pubsub with the control messages of gossipsub 1.2.
 *
 * @param subscriptions what the sender wants and no longer wants
 * @param messages published messages
 * @param haves IHAVE: what the sender could send
 * @param wants IWANT: ids of messages that the sender asks for
 * @param grafts GRAFT: topics in whose mesh the sender has put the receiver
 * @param prunes PRUNE: topics from whose mesh it has taken the receiver
 * @param unwanted IDONTWANT: ids of messages that the receiver need not send
 */
record Rpc(
    List<Subscription> subscriptions,
    List<PubsubMessage> messages,
    List<Have> haves,
    List<Bytes> wants,
    List<String> grafts,
    List<Prune> prunes,
    List<Bytes> unwanted) {

  /** Nothing at all. */
  static final Rpc EMPTY =
      new Rpc(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  Rpc {
    subscriptions = List.copyOf(subscriptions);
    messages = List.copyOf(messages);
    haves = List.copyOf(haves);
    wants = List.copyOf(wants);
    grafts = List.copyOf(grafts);
    prunes = List.copyOf(prunes);
    unwanted = List.copyOf(unwanted);
  }

  /** A wish to hear of a topic, or the end of it. */
  record Subscription(boolean subscribe, String topic) {}

  /** Messages of a topic that can be asked for. */
  record Have(String topic, List<Bytes> ids) {
    Have {
      ids = List.copyOf(ids);
    }
  }

  /**
   * The end of a place in a mesh.
   *
   * @param peers others to try instead
   * @param backoffSeconds how long not to come back; nothing from peers of 1.0
   */
  record Prune(String topic, List<Exchanged> peers, OptionalLong backoffSeconds) {
    Prune {
      peers = List.copyOf(peers);
    }
  }

  /** A peer that is told of: gossipsub 1.1, "Prune Backoff and Peer Exchange". */
  record Exchanged(Bytes peerId, Bytes signedRecord) {}

  static Rpc of(PubsubMessage message) {
    return ofMessages(List.of(message));
  }

  static Rpc ofMessages(List<PubsubMessage> messages) {
    return new Rpc(List.of(), messages, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  static Rpc ofSubscriptions(List<Subscription> subscriptions) {
    return new Rpc(subscriptions, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  static Rpc ofHaves(List<Have> haves) {
    return new Rpc(List.of(), List.of(), haves, List.of(), List.of(), List.of(), List.of());
  }

  static Rpc ofWants(List<Bytes> ids) {
    return new Rpc(List.of(), List.of(), List.of(), ids, List.of(), List.of(), List.of());
  }

  static Rpc ofMesh(List<String> grafts, List<Prune> prunes) {
    return new Rpc(List.of(), List.of(), List.of(), List.of(), grafts, prunes, List.of());
  }

  static Rpc ofUnwanted(List<Bytes> ids) {
    return new Rpc(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ids);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty() && messages.isEmpty() && hasNoControl();
  }

  boolean hasNoControl() {
    return haves.isEmpty()
        && wants.isEmpty()
        && grafts.isEmpty()
        && prunes.isEmpty()
        && unwanted.isEmpty();
  }
}
