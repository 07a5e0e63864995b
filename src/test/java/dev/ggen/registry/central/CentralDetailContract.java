package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.central.store.AuditStore;
import dev.ggen.registry.central.store.DownloadStore;
import dev.ggen.registry.central.store.FeedStore;
import dev.ggen.registry.central.store.NewVersion;
import dev.ggen.registry.central.store.PackageWriter;
import dev.ggen.registry.central.store.TokenStore;
import dev.ggen.registry.model.ArchiveFacts;
import dev.ggen.registry.model.Digest;
import dev.ggen.registry.model.Manifest;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryException;
import dev.ggen.registry.port.TestArchives;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** What goes wrong between the parts of the central registry when nobody takes care. */
abstract class CentralDetailContract {
  private static final Actor ADA = new Actor("ada", false, "test");
  private static final Actor ADMIN = new Actor("root", true, "test");
  private static final Set<TokenScope> PUBLISH = Set.of(TokenScope.PUBLISH);

  private final Database database;
  @TempDir Path directory;
  private CentralProcess process;
  private final TimeOfTest time = new TimeOfTest();
  private final PackageName name = new PackageName("detail");

  CentralDetailContract(Database database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    process = database.start(directory.resolve("data"));
  }

  @AfterEach
  void stop() {
    process.close();
  }

  private CentralTransactions transactions() {
    return process.part(CentralTransactions.class);
  }

  private Registry registry() {
    return process.central().registry();
  }

  private CentralTokens tokensOfAProcess() {
    return new CentralTokens(
        transactions(), process.part(TokenStore.class), process.part(AuditStore.class), time);
  }

  private NewVersion version(String version) {
    Manifest manifest = Manifest.of(name, Version.of(version));
    ArchiveFacts facts =
        new ArchiveFacts(
            Digest.of(Digest.Algorithm.SHA256, new byte[32]),
            Digest.of(Digest.Algorithm.SHA512, new byte[64]),
            1);
    return new NewVersion(manifest, facts, null, Instant.now());
  }

  @Test
  void aBusyTokenThatAnotherProcessRevokesEndsWithinSeconds() {
    CentralTokens here = tokensOfAProcess();
    CentralTokens elsewhere = tokensOfAProcess();
    Tokens.Issued issued = here.issue(ADMIN, "ada", "", PUBLISH, null);
    assertThat(here.authenticate(issued.secret())).isPresent();

    elsewhere.revoke(ADMIN, issued.info().id());
    boolean valid = true;
    for (int second = 0; second < 6; second++) {
      time.pass(Duration.ofSeconds(1));
      valid = here.authenticate(issued.secret()).isPresent();
    }

    assertThat(valid).isFalse();
  }

  @Test
  void aTokenEndsAtItsExpiryAlsoWhileItIsRemembered() {
    CentralTokens tokens = tokensOfAProcess();
    Tokens.Issued issued = tokens.issue(ADMIN, "ada", "", PUBLISH, Duration.ofSeconds(3));
    assertThat(tokens.authenticate(issued.secret())).isPresent();

    time.pass(Duration.ofSeconds(3));

    assertThat(tokens.authenticate(issued.secret())).isEmpty();
    assertThat(tokens.list()).noneMatch(token -> token.id().equals(issued.info().id()));
  }

  @Test
  void theLastUseIsKeptToTheMinute() {
    CentralTokens tokens = tokensOfAProcess();
    Tokens.Issued issued = tokens.issue(ADMIN, "ada", "", PUBLISH, null);
    assertThat(tokens.authenticate(issued.secret())).isPresent();

    assertThat(tokens.list())
        .filteredOn(token -> token.id().equals(issued.info().id()))
        .allSatisfy(token ->
            assertThat(token.lastUsedAt())
                .isNotNull()
                .matches(at -> at.getEpochSecond() % 60 == 0 && at.getNano() == 0));
  }

  @Test
  void aDraftedTokenIsNotValid() {
    CentralTokens tokens = tokensOfAProcess();

    Tokens.Issued drafted = tokens.draft("ada", "", PUBLISH, null);

    assertThat(tokens.authenticate(drafted.secret())).isEmpty();
  }

  @Test
  void noAdminTokenBecomesValidWithoutItsFile() {
    CentralTokens tokens = tokensOfAProcess();
    tokens.list().forEach(token -> tokens.revoke(ADMIN, token.id()));
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> new AdminTokenFile(missing, tokens).ensure())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");

    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void anAdminTokenFileThatACrashLeftBeforeItsTokenIsReplaced() throws IOException {
    CentralTokens tokens = tokensOfAProcess();
    tokens.list().forEach(token -> tokens.revoke(ADMIN, token.id()));
    Path file = directory.resolve("admin-token");
    Files.writeString(file, tokens.draft("admin", "", Set.of(TokenScope.ADMIN), null).secret());

    new AdminTokenFile(directory, tokens).ensure();

    assertThat(tokens.authenticate(Files.readString(file).strip())).isPresent();
  }

  @Test
  void aReadMeWithBytesThatDatabasesRefuseIsPublished() {
    byte[] archive =
        TestArchives.tgz(
            "package.json",
            "{\"name\": \"detail\", \"version\": \"1.0.0\", \"description\": \"a\"}",
            "README.md",
            "zero \u0000 byte");

    assertThat(registry().publish(ADA, new ByteArrayInputStream(archive)).created()).isTrue();
    assertThat(registry().readme(name, Version.of("1.0.0"))).contains("zero \uFFFD byte");
    assertThat(
            process
                .central()
                .administration()
                .yank(ADA, name, Version.of("1.0.0"), "zero \u0000, half \uD800")
                .yanked())
        .isEqualTo("zero \uFFFD, half \uFFFD");
  }

  @Test
  void whatWasRolledBackIsSeenNowhere() throws Exception {
    long before = process.central().feed().newestSequence();
    PackageWriter writer = process.part(PackageWriter.class);

    assertThatThrownBy(() ->
            transactions()
                .write(() -> {
                  var _ = writer.publish(ADA, version("1.0.0"));
                  throw new RegistryException.Conflict("rolled back");
                }))
        .isInstanceOf(RegistryException.Conflict.class);

    assertThat(process.central().feed().newestSequence()).isEqualTo(before);
    assertThatThrownBy(() -> registry().overview(name))
        .isInstanceOf(RegistryException.NotFound.class);
    var _ = registry().publish(ADA, TestArchives.archive("other", "1.0.0", "x"));
    assertThat(process.central().follows(before + 1, Duration.ofSeconds(20))).isTrue();
    assertThat(registry().search(SearchQuery.of(name.value())).hits())
        .noneMatch(hit -> hit.name().equals(name));
  }

  @Test
  void theFeedGivesNothingThatACrashCouldTakeBack() throws Exception {
    CountDownLatch committed = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    Durability slow =
        () -> {
          if (syncs.incrementAndGet() == 1) {
            committed.countDown();
            awaitOrFail(release);
          }
        };
    CentralTransactions slowly =
        new CentralTransactions(process.part(PlatformTransactionManager.class), slow);
    CentralFeed feed = new CentralFeed(slowly, process.part(FeedStore.class));
    PackageWriter writer = process.part(PackageWriter.class);
    Thread publish =
        Thread.ofVirtual().start(() -> slowly.write(() -> writer.publish(ADA, version("1.0.0"))));
    awaitOrFail(committed);

    assertThat(feed.changesSince(0, 10)).hasSize(1);

    assertThat(syncs).hasValue(2);
    release.countDown();
    publish.join();
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void downloadsThatCannotBeWrittenAreCountedLater() {
    var _ = registry().publish(ADA, TestArchives.archive(name.value(), "1.0.0", "x"));
    AtomicBoolean down = new AtomicBoolean(true);
    CentralTransactions transactions =
        new CentralTransactions(
            new Switched(process.part(PlatformTransactionManager.class), down),
            Durability.BY_COMMIT);
    DownloadCounter counter =
        new DownloadCounter(
            transactions,
            process.part(DownloadStore.class),
            new OverviewCache(n -> Optional.empty()));
    counter.count(name);
    counter.count(name);

    assertThatThrownBy(counter::flush).isInstanceOf(RegistryException.Unavailable.class);
    counter.count(name);
    down.set(false);
    counter.flush();
    counter.flush();

    assertThat(registry().overview(name).downloads()).isEqualTo(3);
  }

  @Test
  void noDownloadIsLostBetweenCountingAndFlushing() throws Exception {
    var _ = registry().publish(ADA, TestArchives.archive(name.value(), "1.0.0", "x"));
    DownloadCounter counter =
        new DownloadCounter(
            transactions(),
            process.part(DownloadStore.class),
            new OverviewCache(n -> Optional.empty()));
    Thread counting =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 200_000; i++) {
                counter.count(name);
              }
            });

    while (counting.isAlive()) {
      counter.flush();
    }
    counting.join();
    counter.flush();

    assertThat(registry().overview(name).downloads()).isEqualTo(200_000);
  }

  /** A database that can be switched off. */
  private record Switched(PlatformTransactionManager manager, AtomicBoolean down)
      implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      if (down.get()) {
        throw new CannotCreateTransactionException("switched off");
      }
      return manager.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      manager.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
      manager.rollback(status);
    }
  }
}
