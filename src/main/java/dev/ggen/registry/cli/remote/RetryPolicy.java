package dev.ggen.registry.cli.remote;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tries reading again when that may help: the connection broke, or the registry is overloaded or
 * restarting. Never used for requests that change something.
 *
 * @param pauses how long to wait before each further attempt
 */
public record RetryPolicy(List<Duration> pauses) {
  /** Three attempts within two seconds: enough for a dropped connection, too few to harm. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(List.of(Duration.ofMillis(300), Duration.ofMillis(1_200)));

  /** Copies the pauses. */
  public RetryPolicy {
    pauses = List.copyOf(pauses);
  }

  /** Calls until it succeeds, fails for good, or the attempts are used up. */
  public <T> T call(Supplier<T> attempt) {
    for (Duration pause : pauses) {
      try {
        return attempt.get();
      } catch (RemoteException e) {
        if (!mayPass(e)) {
          throw e;
        }
      }
      sleep(pause);
    }
    return attempt.get();
  }

  private static boolean mayPass(RemoteException failure) {
    return switch (failure) {
      case RemoteException.Refused refused ->
          refused.status() == 429
              || refused.status() == 502
              || refused.status() == 503
              || refused.status() == 504;
      case RemoteException.Unreachable unreachable ->
          !(unreachable.getCause() instanceof ConnectException
              || unreachable.getCause() instanceof UnresolvedAddressException
              || unreachable.getCause() instanceof InterruptedException);
      case RemoteException.NotUnderstood ignored -> false;
      case RemoteException.Withheld ignored -> false;
    };
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException.Unreachable("Interrupted.", e);
    }
  }
}
