package dev.ggen.registry.app;

import dev.ggen.registry.model.InvalidValueException;
import dev.ggen.registry.port.RegistryException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Counts and times one kind of call: a counter by outcome, and a histogram. Any thread. */
final class RegistryMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
  private final Timer timer;

  /**
   * @param meters where to register
   * @param kind {@code search}, {@code publish}, {@code install} or {@code download}
   * @param mode the mode that the calls run in
   */
  RegistryMeters(MeterRegistry meters, String kind, String mode) {
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder(kind + "_requests")
              .description("How often it was asked for, and how that ended")
              .tag("mode", mode)
              .tag("outcome", outcome.label())
              .register(meters));
    }
    timer =
        Timer.builder("registry." + kind)
            .description("How long it took")
            .tag("mode", mode)
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
  }

  /** Makes the call. */
  <T> T count(Supplier<T> call) {
    long start = System.nanoTime();
    Outcome outcome = Outcome.ERROR;
    try {
      T result = call.get();
      outcome = Outcome.SUCCESS;
      return result;
    } catch (RuntimeException e) {
      outcome = Outcome.of(e);
      throw e;
    } finally {
      timer.record(Duration.ofNanos(System.nanoTime() - start));
      Objects.requireNonNull(counters.get(outcome)).increment();
    }
  }

  /** How a call ended. */
  enum Outcome {
    /** It did what was asked. */
    SUCCESS,
    /** There is no such thing. */
    NOT_FOUND,
    /** The caller's fault. */
    REJECTED,
    /** Not now. */
    UNAVAILABLE,
    /** A bug. */
    ERROR;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome of(RuntimeException e) {
      return switch (e) {
        case RegistryException.NotFound _ -> NOT_FOUND;
        case RegistryException.Unavailable _ -> UNAVAILABLE;
        case RegistryException _, InvalidValueException _ -> REJECTED;
        default -> ERROR;
      };
    }
  }
}
