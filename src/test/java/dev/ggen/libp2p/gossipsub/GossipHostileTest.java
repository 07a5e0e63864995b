package dev.ggen.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ggen.libp2p.crypto.PrivateKey;
import dev.ggen.libp2p.host.Host;
import dev.ggen.libp2p.host.HostSettings;
import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.multiformats.Varint;
import dev.ggen.libp2p.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that means harm, by hand, against a node and an honest peer of it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GossipHostileTest {
  private final MemoryNetwork network = new MemoryNetwork();
  private final PrivateKey key = PrivateKey.generate();
  private GossipNode node;
  private GossipNode honest;
  private Host attacker;
  private Stream stream;

  @BeforeEach
  void start() throws Exception {
    node = GossipNode.memory(network, GossipSettings.defaults()).listening();
    honest = GossipNode.memory(network, GossipSettings.defaults()).listening();
    honest.connect(node);
    attacker =
        Host.start(HostSettings.of(key, Multiaddr.parse("/memory/0")).withTransports(network));
    attacker.handle(
        Generation.V12.protocol(),
        swallowed -> {
          byte[] buffer = new byte[4_096];
          while (swallowed.read(buffer, 0, buffer.length) >= 0) {
            // Only taken.
          }
        });
    attacker.connect(node.address());
    stream = attacker.newStream(node.host.id(), Generation.V12.protocol());
    send(Rpc.ofSubscriptions(List.of(new Rpc.Subscription(true, GossipNode.TOPIC))));
    GossipNode.await("both peers", () -> node.mesh().size() == 2);
  }

  @AfterEach
  void close() {
    attacker.close();
    honest.close();
    node.close();
  }

  private void send(Rpc rpc) throws IOException {
    byte[] bytes = RpcCodec.encode(rpc);
    stream.write(Bytes.concat(Varint.encode(bytes.length), Bytes.copyOf(bytes)).toByteArray());
  }

  private PeerId me() {
    return key.publicKey().peerId();
  }

  private double score() {
    GossipSnapshot.Peer peer = node.gossip.snapshot().peers().get(me());
    return peer == null ? Double.NEGATIVE_INFINITY : peer.score();
  }

  private void awaitCutOff() throws InterruptedException {
    GossipNode.await("the end of it", () -> node.host.connection(me()).isEmpty());
  }

  private void requireThatHonestOnesAreServed() throws InterruptedException {
    String message = "still " + System.nanoTime();
    honest.say(message);
    GossipNode.await(message, () -> node.hasOnce(message));
  }

  private static PubsubMessage message(PeerId from, int number) {
    return PubsubMessage.unsigned(
        from.bytes(),
        Bytes.of(1, 2, 3),
        Bytes.copyOf(ByteBuffer.allocate(8).putLong(number).array()),
        GossipNode.TOPIC);
  }

  @Test
  void anRpcThatIsTooLongCostsTheConnection() throws Exception {
    stream.write(Varint.encode((1 << 20) + 1).toByteArray());
    awaitCutOff();
    assertThat(node.count(GossipCount.MALFORMED)).isEqualTo(1);
    requireThatHonestOnesAreServed();
  }

  @Test
  void nonsenseCostsTheConnection() throws Exception {
    stream.write(new byte[] {4, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    awaitCutOff();
    requireThatHonestOnesAreServed();
  }

  @Test
  void moreControlEntriesThanAllowedCostTheConnection() throws Exception {
    List<String> grafts = new ArrayList<>();
    for (int i = 0; i <= RpcLimits.defaults().entries(); i++) {
      grafts.add("t" + i);
    }
    send(Rpc.ofMesh(grafts, List.of()));
    awaitCutOff();
    requireThatHonestOnesAreServed();
  }

  @Test
  void badSignaturesAreNeverDeliveredAndCutOffInTheEnd() throws Exception {
    PrivateKey other = PrivateKey.generate();
    for (int i = 0; i < 50; i++) {
      PubsubMessage forged = MessageSigning.sign(message(honest.host.id(), i), other);
      try {
        send(Rpc.of(forged));
      } catch (IOException e) {
        break; // Cut off already.
      }
    }
    GossipNode.await("a low score, or the end", () -> score() < -80);
    requireThatHonestOnesAreServed();
    assertThat(node.got.keySet()).allMatch(text -> text.startsWith("still"));
  }

  @Test
  void topicsThatNobodyHereWantsCostNothingAndAreNotKept() throws Exception {
    for (int i = 0; i < 200; i++) {
      PubsubMessage foreign =
          PubsubMessage.unsigned(
              me().bytes(),
              Bytes.of(1),
              Bytes.copyOf(ByteBuffer.allocate(8).putLong(i).array()),
              "unknown-" + i);
      send(Rpc.of(foreign));
    }
    GossipNode.await("all looked at", () -> node.count(GossipCount.UNSUBSCRIBED) == 200);
    assertThat(node.gossip.snapshot().seen()).isZero();
    requireThatHonestOnesAreServed();
  }

  @Test
  void aFloodOfIhaveIsAskedForOnlyUpToTheLimit() throws Exception {
    int rounds = 200;
    for (int i = 0; i < rounds; i++) {
      List<Bytes> ids = new ArrayList<>();
      for (int j = 0; j < 500; j++) {
        ids.add(Bytes.copyOf(ByteBuffer.allocate(8).putInt(i).putInt(j).array()));
      }
      try {
        send(Rpc.ofHaves(List.of(new Rpc.Have(GossipNode.TOPIC, ids))));
      } catch (IOException e) {
        break; // Cut off already.
      }
    }
    requireThatHonestOnesAreServed();
    long heartbeats = 40;
    assertThat(node.count(GossipCount.WANT_SENT))
        .isLessThanOrEqualTo(heartbeats * GossipSettings.defaults().peerLimits().haveIds());
    GossipNode.await("broken promises count", () -> score() < 0);
  }

  @Test
  void subscriptionsBeyondTheLimitAreNotKept() throws Exception {
    int most = GossipSettings.defaults().peerLimits().subscriptions();
    for (int part = 0; part < 5; part++) {
      List<Rpc.Subscription> some = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        some.add(new Rpc.Subscription(true, "topic-" + part + "-" + i));
      }
      send(Rpc.ofSubscriptions(some));
    }
    GossipNode.await(
        "as many as are kept",
        () -> {
          GossipSnapshot.Peer peer = node.gossip.snapshot().peers().get(me());
          return peer != null && peer.topics() == most;
        });
    requireThatHonestOnesAreServed();
  }
}
