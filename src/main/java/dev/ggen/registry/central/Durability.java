package dev.ggen.registry.central;

/**
 * Makes what was committed survive a crash of the machine, where the database's commit does not.
 */
public interface Durability {
  /** For databases whose commit is durable by itself, such as PostgreSQL. */
  Durability BY_COMMIT = () -> {};

  /**
   * Returns when every commit that ended before the call is on disk.
   *
   * @throws org.springframework.dao.DataAccessException if the database refuses
   */
  void ensure();
}
