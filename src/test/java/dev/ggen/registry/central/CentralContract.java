package dev.ggen.registry.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.VersionSelector;
import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.port.PackageAdministration;
import dev.ggen.registry.port.Publication;
import dev.ggen.registry.port.Registry;
import dev.ggen.registry.port.RegistryContract;
import dev.ggen.registry.port.RegistryException;
import dev.ggen.registry.port.TestArchives;
import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the central registry keeps to beyond the contract of every registry, on each database. */
abstract class CentralContract extends RegistryContract {
  private static final String TAKEN = "taken";
  private static final String CREATED = "created";
  private static final String SAME = "same";

  protected abstract CentralProcess process();

  @Override
  protected Registry registry() {
    return process().central().registry();
  }

  @Override
  protected PackageAdministration administration() {
    return process().central().administration();
  }

  @Override
  protected ChangeFeed feed() {
    return process().central().feed();
  }

  private Tokens tokens() {
    return process().central().tokens();
  }

  private String outcomeOf(Callable<Publication> publish) {
    try {
      return publish.call().created() ? CREATED : SAME;
    } catch (RegistryException.VersionTaken e) {
      return TAKEN;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private List<String> atOnce(List<Callable<Publication>> publishes)
      throws InterruptedException, ExecutionException {
    List<String> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> running =
          publishes.stream().map(p -> threads.submit(() -> outcomeOf(p))).toList();
      for (Future<String> one : running) {
        outcomes.add(one.get());
      }
    }
    return outcomes;
  }

  @Test
  void ofSimultaneousPublishesOfOneVersionExactlyOneWins() throws Exception {
    List<String> outcomes =
        atOnce(
            IntStream.range(0, 8)
                .<Callable<Publication>>mapToObj(i -> () -> publish(ADA, "1.0.0", "bytes " + i))
                .toList());

    assertThat(outcomes).containsOnlyOnce(CREATED);
    assertThat(outcomes).filteredOn(TAKEN::equals).hasSize(7);
  }

  @Test
  void simultaneousPublishesOfTheSameBytesAreOneVersion() throws Exception {
    List<String> outcomes =
        atOnce(
            IntStream.range(0, 8)
                .<Callable<Publication>>mapToObj(i -> () -> publish(ADA, "1.0.0", "the same"))
                .toList());

    assertThat(outcomes).containsOnlyOnce(CREATED);
    assertThat(outcomes).filteredOn(SAME::equals).hasSize(7);
  }

  @Test
  void simultaneousVersionsOfANewNameAllArrive() throws Exception {
    List<String> outcomes =
        atOnce(
            IntStream.range(0, 16)
                .<Callable<Publication>>mapToObj(
                    i -> () -> publish(ADA, "1." + i + ".0", "version " + i))
                .toList());

    assertThat(outcomes).containsOnly(CREATED);
    assertThat(registry().overview(name).versions()).hasSize(16);
    assertThat(registry().resolve(name, VersionSelector.LATEST).version()).hasToString("1.15.0");
    long newest = feed().newestSequence();
    assertThat(allChanges())
        .extracting(Change::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, newest).boxed().toList());
  }

  private List<Change> allChanges() {
    List<Change> all = new ArrayList<>();
    List<Change> page = feed().changesSince(0, 100);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = feed().changesSince(all.getLast().sequence(), 100);
    }
    return all;
  }

  @Test
  void anotherProcessOnTheDatabaseIsFollowed() throws Exception {
    Optional<CentralProcess> second = process().startAnother();
    if (second.isEmpty()) {
      assertThatThrownBy(() -> process().startAnotherOnTheSameFiles())
          .hasStackTraceContaining("used by another process");
      return;
    }
    try (CentralProcess other = second.get()) {
      publish(ADA, "1.0.0", "a");
      assertThat(registry().overview(name).versions()).hasSize(1);
      long before = feed().newestSequence();
      other
          .central()
          .registry()
          .publish(ADA, TestArchives.archive(name.value(), "2.0.0", "elsewhere"));

      assertThat(feed().awaitChangeAfter(before, Duration.ofSeconds(20))).isTrue();
      assertThat(process().central().follows(before + 1, Duration.ofSeconds(20))).isTrue();
      assertThat(registry().overview(name).versions()).hasSize(2);
      assertThat(registry().search(SearchQuery.of(name.value())).hits())
          .anySatisfy(hit -> assertThat(hit.version()).hasToString("2.0.0"));
    }
  }

  @Test
  void aBadArchiveLeavesNothingBehind() throws IOException {
    long before = feed().newestSequence();
    long blobs = process().blobs().usage().blobs();
    byte[] bad = TestArchives.tgz("package.json", "{\"name\": \"UPPER\"}");

    assertThatThrownBy(() -> registry().publish(ADA, new java.io.ByteArrayInputStream(bad)))
        .isInstanceOf(RegistryException.InvalidArchive.class);

    assertThat(feed().newestSequence()).isEqualTo(before);
    assertThat(process().blobs().usage().blobs()).isEqualTo(blobs);
  }

  @Test
  void bytesWithoutAVersionAreSweptAndOthersStay() throws IOException {
    publish(ADA, "1.0.0", "kept");
    assertThatThrownBy(() -> publish(BOB, "1.1.0", "refused, so without a version"))
        .isInstanceOf(RegistryException.NotAllowed.class);
    long before = process().blobs().usage().blobs();

    process().central().sweep(Duration.ZERO);

    assertThat(process().blobs().usage().blobs()).isLessThan(before);
    assertThat(registry().fetch(name, resolved().version()).file()).isPresent();
  }

  private dev.ggen.registry.model.PackageRecord resolved() {
    return registry().resolve(name, VersionSelector.LATEST);
  }

  @Test
  void downloadsAreCounted() {
    publish(ADA, "1.0.0", "a");
    for (int i = 0; i < 3; i++) {
      assertThat(registry().fetch(name, resolved().version()).record().name()).isEqualTo(name);
    }

    process().central().flush();

    assertThat(registry().overview(name).downloads()).isEqualTo(3);
  }

  @Test
  void tokensAreKeptAsHashesAndEndByExpiryAndRevocation() {
    Tokens.Issued issued =
        tokens().issue(ADMIN, "ada", "laptop", Set.of(TokenScope.PUBLISH, TokenScope.YANK), null);

    assertThat(issued.secret()).startsWith("ggen_").hasSizeGreaterThan(40);
    assertThat(tokens().authenticate(issued.secret())).map(TokenInfo::user).contains("ada");
    assertThat(tokens().list()).extracting(TokenInfo::id).contains(issued.info().id());
    assertThat(process().rows("select secret_hash from api_token")).doesNotContain(issued.secret());
    assertThat(tokens().authenticate(issued.secret() + "x")).isEmpty();
    tokens().revoke(ADMIN, issued.info().id());
    assertThat(tokens().authenticate(issued.secret())).isEmpty();
    assertThatThrownBy(() -> tokens().revoke(ADMIN, issued.info().id()))
        .isInstanceOf(RegistryException.NotFound.class);
  }

  @Test
  void badTokensAreRefused() {
    Set<TokenScope> scopes = Set.of(TokenScope.PUBLISH);
    assertThatThrownBy(() -> tokens().issue(ADMIN, "Ada!", "", scopes, null))
        .isInstanceOf(RegistryException.Invalid.class);
    assertThatThrownBy(() -> tokens().issue(ADMIN, "ada", "x".repeat(201), scopes, null))
        .isInstanceOf(RegistryException.Invalid.class);
    assertThatThrownBy(() -> tokens().issue(ADMIN, "ada", "", Set.of(), null))
        .isInstanceOf(RegistryException.Invalid.class);
    assertThatThrownBy(() -> tokens().issue(ADMIN, "ada", "", scopes, Duration.ZERO))
        .isInstanceOf(RegistryException.Invalid.class);
  }

  @Test
  void theAdminTokenOfTheFirstStartWorksAndOnlyItsOwnerReadsIt() throws IOException {
    Path file = process().directory().resolve("admin-token");
    String secret = Files.readString(file).strip();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(tokens().authenticate(secret).orElseThrow().scopes()).contains(TokenScope.ADMIN);
  }

  @Test
  void theAuditTrailTellsWhatWasDoneAndRefused() {
    publish(new Actor("ada", false, "127.0.0.1 request-7"), "1.0.0", "a");
    assertThatThrownBy(() -> publish(BOB, "1.1.0", "b"))
        .isInstanceOf(RegistryException.NotAllowed.class);

    String where = " from audit_entry where target like '" + name + "%' order by id";
    assertThat(process().rows("select outcome" + where))
        .containsExactly("done", "refused: not owner");
    assertThat(process().rows("select origin" + where)).first().isEqualTo("127.0.0.1 request-7");
  }

  @Test
  void aRestartFindsEverythingAsItWas() throws Exception {
    publish(ADA, "1.0.0", "a");
    administration().deprecate(ADA, name, resolved().version(), "old");
    var before = registry().overview(name);

    process().restart();

    assertThat(registry().overview(name)).isEqualTo(before);
    assertThat(registry().search(SearchQuery.of(name.value())).hits()).isNotEmpty();
  }

  @Test
  void aLostIndexIsBuiltAgain() throws Exception {
    publish(ADA, "1.0.0", "a");

    process().restartWithoutIndex();

    long newest = feed().newestSequence();
    assertThat(process().central().follows(newest, Duration.ofSeconds(20))).isTrue();
    assertThat(registry().search(SearchQuery.of(name.value())).hits())
        .anySatisfy(hit -> assertThat(hit.name()).isEqualTo(name));
  }

  @Test
  void aLongReasonIsRefusedByItsLength() {
    publish(ADA, "1.0.0", "a");
    var version = resolved().version();

    administration().yank(ADA, name, version, "r".repeat(CentralAdministration.MAX_TEXT));
    assertThatThrownBy(() ->
            administration()
                .deprecate(ADA, name, version, "r".repeat(CentralAdministration.MAX_TEXT + 1)))
        .isInstanceOf(RegistryException.Invalid.class);
  }
}
