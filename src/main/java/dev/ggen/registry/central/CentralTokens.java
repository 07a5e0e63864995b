package dev.ggen.registry.central;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ggen.registry.central.store.AuditStore;
import dev.ggen.registry.central.store.StorableText;
import dev.ggen.registry.central.store.TokenStore;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.RegistryException;
import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in the database. A secret has 256 random bits, so its plain SHA-256 is as hard to turn
 * round as the secret is to guess. Checked tokens are remembered for a few seconds; a revocation
 * here works at once, one by another process within that time. Safe for any thread.
 */
public final class CentralTokens implements Tokens {
  private static final String PREFIX = "ggen_";
  private static final int SECRET_BYTES = 32;
  private static final int MAX_SECRET_LENGTH = 256;
  private static final int MAX_DESCRIPTION = 200;
  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final int MAX_REMEMBERED = 10_000;

  private final CentralTransactions transactions;
  private final TokenStore store;
  private final AuditStore audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, TokenInfo> byHash;
  private final Map<String, Instant> uses = new ConcurrentHashMap<>();

  /** Counts revocations, so that a token read before one is not remembered after it. */
  private final AtomicLong revocations = new AtomicLong();

  CentralTokens(CentralTransactions transactions, TokenStore store, AuditStore audit, Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.byHash =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  @Override
  public Issued issue(
      Actor actor,
      String user,
      String description,
      Set<TokenScope> scopes,
      @Nullable Duration validFor) {
    Issued drafted = draft(user, description, scopes, validFor);
    keep(actor, drafted);
    return drafted;
  }

  /** A token that is not valid yet; nothing is written. */
  Issued draft(
      String user, String description, Set<TokenScope> scopes, @Nullable Duration validFor) {
    check(user, description, scopes, validFor);
    Instant now = now();
    TokenInfo info =
        new TokenInfo(
            UUID.randomUUID().toString(),
            user,
            StorableText.of(description),
            scopes,
            now,
            validFor == null ? null : now.plus(validFor),
            null);
    return new Issued(info, newSecret());
  }

  /** Makes a drafted token valid. */
  void keep(Actor actor, Issued drafted) {
    TokenInfo info = drafted.info();
    var _ =
        transactions.write(() -> {
          store.add(info, hash(drafted.secret()));
          audit.add(info.createdAt(), actor, "issue token", info.user() + " " + info.id(), "done");
          return info;
        });
  }

  private static void check(
      String user, String description, Set<TokenScope> scopes, @Nullable Duration validFor) {
    UserNames.require(user);
    if (description.length() > MAX_DESCRIPTION) {
      throw new RegistryException.Invalid(
          "description has at most %d characters.".formatted(MAX_DESCRIPTION));
    }
    if (scopes.isEmpty()) {
      throw new RegistryException.Invalid(
          "A token needs at least one scope: publish, yank or admin.");
    }
    if (validFor != null && (validFor.isNegative() || validFor.isZero())) {
      throw new RegistryException.Invalid("A token must be valid for some time.");
    }
  }

  private String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public List<TokenInfo> list() {
    flushUses();
    return transactions.read(() -> store.valid(now()));
  }

  @Override
  public void revoke(Actor actor, String id) {
    boolean revoked =
        transactions.write(() -> {
          boolean done = store.revoke(id, now());
          audit.add(now(), actor, "revoke token", id, done ? "done" : "not found");
          return done;
        });
    revocations.incrementAndGet();
    byHash.asMap().values().removeIf(token -> token.id().equals(id));
    if (!revoked) {
      throw new RegistryException.NotFound(
          "token-not-found", "There is no token '%s'; list them to see the ids.".formatted(id));
    }
  }

  @Override
  public Optional<TokenInfo> authenticate(String secret) {
    if (secret.length() > MAX_SECRET_LENGTH || !secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String hash = hash(secret);
    TokenInfo known = byHash.getIfPresent(hash);
    Instant now = now();
    Optional<TokenInfo> token =
        (known == null ? load(hash) : Optional.of(known))
            .filter(found -> found.expiresAt() == null || found.expiresAt().isAfter(now));
    token.ifPresent(found -> uses.put(found.id(), now.truncatedTo(ChronoUnit.MINUTES)));
    return token;
  }

  /** Remembers only what is read, never what was remembered: else a busy token would never end. */
  private Optional<TokenInfo> load(String hash) {
    long before = revocations.get();
    Optional<TokenInfo> loaded = transactions.read(() -> store.findByHash(hash));
    loaded.ifPresent(found ->
        byHash.asMap().compute(hash, (key, old) -> revocations.get() == before ? found : null));
    return loaded;
  }

  /** Writes the last uses; called now and then. What can't be written now is kept for later. */
  void flushUses() {
    Map<String, Instant> taken = new TreeMap<>();
    uses.keySet().forEach(id -> taken.computeIfAbsent(id, uses::remove));
    if (taken.isEmpty()) {
      return;
    }
    try {
      transactions.writeLazily(() -> taken.forEach(store::noteUse));
    } catch (RegistryException.Unavailable e) {
      taken.forEach(uses::putIfAbsent);
      throw e;
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
