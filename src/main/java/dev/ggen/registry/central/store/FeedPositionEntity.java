package dev.ggen.registry.central.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row that holds the newest sequence. */
@Entity
@Table(name = "feed_position")
class FeedPositionEntity {
  @Id short id;

  long sequence;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected FeedPositionEntity() {}

  FeedPositionEntity(short id, long sequence) {
    this.id = id;
    this.sequence = sequence;
  }
}
