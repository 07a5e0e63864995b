package dev.ggen.registry.central;

import dev.ggen.registry.port.RegistryException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in transactions. A write that lost a race (unique name, lock, deadlock) is run again as
 * a whole, a bounded number of times. A database that does not answer becomes {@link
 * RegistryException.Unavailable}. Safe for any thread.
 */
public final class CentralTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(CentralTransactions.class);

  /** Each run loses to somebody else's success, so a handful is plenty. */
  static final int MAX_RUNS = 5;

  /** After this no new run begins: who waited so long for a lock is better told. */
  private static final Duration MAX_RUNNING = Duration.ofSeconds(15);

  private static final int TIMEOUT_SECONDS = 30;

  private final TransactionTemplate writing;
  private final TransactionTemplate reading;
  private final Durability durability;

  /** Transactions of a manager; writes return when the durability says so. */
  public CentralTransactions(PlatformTransactionManager manager, Durability durability) {
    this.writing = new TransactionTemplate(manager);
    this.writing.setTimeout(TIMEOUT_SECONDS);
    this.reading = new TransactionTemplate(manager);
    this.reading.setReadOnly(true);
    this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.reading.setTimeout(TIMEOUT_SECONDS);
    this.durability = durability;
  }

  /** Runs a write; when this returns, it is committed and survives a crash. */
  <T> T write(Supplier<T> work) {
    T result = commit(work);
    makeDurable();
    return result;
  }

  /** Returns when everything committed so far, by whomever, survives a crash. */
  void makeDurable() {
    try {
      durability.ensure();
    } catch (DataAccessException e) {
      throw unavailable("The database can't be written now; try again later.", e);
    }
  }

  /** Runs a write that may be lost if the machine crashes within the next moments. */
  void writeLazily(Runnable work) {
    var _ =
        commit(() -> {
          work.run();
          return Boolean.TRUE;
        });
  }

  private <T> T commit(Supplier<T> work) {
    long start = System.nanoTime();
    for (int run = 1; ; run++) {
      try {
        return writing.execute(status -> work.get());
      } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
        if (run == MAX_RUNS || System.nanoTime() - start > MAX_RUNNING.toNanos()) {
          throw unavailable("Too many others write the same package now; try again.", e);
        }
        LOG.debug("Write lost a race, run {} of {}", run, MAX_RUNS, e);
      } catch (DataAccessException | TransactionException e) {
        throw unavailable("The database can't be written now; try again later.", e);
      }
    }
  }

  /** Runs a read that sees one state of the database. */
  <T> T read(Supplier<T> work) {
    try {
      return reading.execute(status -> work.get());
    } catch (DataAccessException | TransactionException e) {
      throw unavailable("The database can't be read now; try again later.", e);
    }
  }

  private static RegistryException.Unavailable unavailable(String message, Exception cause) {
    return new RegistryException.Unavailable(message, cause);
  }
}
