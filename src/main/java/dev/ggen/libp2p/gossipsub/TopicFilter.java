package dev.ggen.libp2p.gossipsub;

import java.util.Set;
import java.util.regex.Pattern;

/** Which topics peers may tell us of; of others nothing is remembered. Pure, and fast. */
@FunctionalInterface
public interface TopicFilter {
  /** Whether a topic is wanted. */
  boolean allows(String topic);

  /** All: only their number is limited. */
  static TopicFilter any() {
    return topic -> true;
  }

  /** Only these. */
  static TopicFilter only(Set<String> topics) {
    return Set.copyOf(topics)::contains;
  }

  /** Those that match as a whole. The pattern comes from the operator, never from a peer. */
  static TopicFilter matching(Pattern pattern) {
    return topic -> pattern.matcher(topic).matches();
  }
}
