package dev.ggen.registry.central.store;

import dev.ggen.registry.central.store.Repositories.Feed;
import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/** The change feed's table. */
public final class FeedStore {
  private final Feed feed;

  FeedStore(Feed feed) {
    this.feed = feed;
  }

  /**
   * Takes the next sequence. From now to the commit nobody else can take one, so call it last and
   * commit soon.
   */
  long advance() {
    if (feed.advance() != 1) {
      throw new IllegalStateException("Table feed_position has lost its row.");
    }
    return feed.position();
  }

  void append(Change change) {
    Version version = change.version();
    feed.save(
        new ChangeEntity(
            change.sequence(),
            change.type().label(),
            change.name().value(),
            version == null ? null : version.toString(),
            change.at(),
            change.actor(),
            change.detail()));
  }

  /** The changes after a sequence, oldest first. */
  public List<Change> since(long sequence, int limit) {
    return feed.findBySequenceGreaterThanOrderBySequence(sequence, Limit.of(limit)).stream()
        .map(FeedStore::toChange)
        .toList();
  }

  /** The newest committed sequence. */
  public long newest() {
    return feed.position();
  }

  private static Change toChange(ChangeEntity entity) {
    @Nullable String version = entity.version;
    Instant at = entity.changedAt;
    return new Change(
        entity.sequence,
        Change.Type.valueOf(entity.changeType.toUpperCase(Locale.ROOT).replace('-', '_')),
        new PackageName(entity.name),
        version == null ? null : Version.of(version),
        at,
        entity.actor,
        entity.detail);
  }
}
