/**
 * Messages to everybody who subscribes to a topic: <a
 * href="https://github.com/libp2p/specs/tree/master/pubsub/gossipsub">gossipsub 1.0, 1.1 and
 * 1.2</a>, and floodsub to old peers. Begin with {@link dev.ggen.libp2p.gossipsub.GossipSub}. The
 * engine ({@code GossipEngine}, {@code PeerScores}) knows neither threads nor clocks; what is
 * around it speaks to the host. A protocol on {@code host}.
 */
@NullMarked
package dev.ggen.libp2p.gossipsub;

import org.jspecify.annotations.NullMarked;
