package dev.ggen.registry.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.model.Change;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.PackageRecord;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every registry keeps to. Each test has a package name of its own, so registries may be
 * shared.
 */
public abstract class RegistryContract {
  protected static final Actor ADA = new Actor("ada", false, "contract");
  protected static final Actor BOB = new Actor("bob", false, "contract");
  protected static final Actor ADMIN = new Actor("root", true, "contract");

  protected PackageName name = new PackageName("placeholder");

  protected abstract Registry registry();

  protected abstract PackageAdministration administration();

  protected abstract ChangeFeed feed();

  @BeforeEach
  void aNameOfItsOwn() {
    name = new PackageName("contract-" + UUID.randomUUID().toString().substring(0, 13));
  }

  protected Publication publish(Actor actor, String version, String content) {
    return registry().publish(actor, TestArchives.archive(name.value(), version, content));
  }

  private PackageRecord resolve(String selector) {
    return registry().resolve(name, VersionSelector.of(selector));
  }

  private Version latest() {
    return resolve("latest").version();
  }

  private static Version v(String text) {
    return Version.of(text);
  }

  @Test
  void aPublishedVersionIsResolvedWithItsFacts() {
    Publication publication = publish(ADA, "1.0.0", "x");

    assertThat(publication.created()).isTrue();
    PackageRecord record = resolve("1.0.0");
    assertThat(record).isEqualTo(publication.record());
    assertThat(record.publisher()).isEqualTo("ada");
    assertThat(record.manifest().description()).isEqualTo("About x");
    assertThat(record.manifest().keywords()).containsExactly("alpha");
    assertThat(record.manifest().dependencies().keySet()).containsExactly(new PackageName("other"));
    assertThat(registry().overview(name).owners()).containsExactly("ada");
  }

  @Test
  void theArchiveComesBackByteForByte() throws IOException {
    publish(ADA, "1.0.0", "bytes");

    byte[] sent = TestArchives.archive(name.value(), "1.0.0", "bytes").readAllBytes();
    try (InputStream stored = registry().fetch(name, v("1.0.0")).open()) {
      assertThat(stored.readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void theSameBytesAgainChangeNothing() {
    PackageRecord first = publish(ADA, "1.0.0", "same").record();
    long before = feed().newestSequence();

    Publication again = publish(ADA, "1.0.0", "same");

    assertThat(again.created()).isFalse();
    assertThat(again.record()).isEqualTo(first);
    assertThat(feed().newestSequence()).isEqualTo(before);
  }

  @Test
  void otherBytesForAVersionAreRefused() {
    publish(ADA, "1.0.0", "one");

    assertThatThrownBy(() -> publish(ADA, "1.0.0", "two"))
        .isInstanceOf(RegistryException.VersionTaken.class);
    assertThatThrownBy(() -> publish(ADMIN, "1.0.0", "two"))
        .isInstanceOf(RegistryException.VersionTaken.class);
  }

  @Test
  void onlyOwnersAndAdminsPublishUnderAName() {
    publish(ADA, "1.0.0", "x");

    assertThatThrownBy(() -> publish(BOB, "1.1.0", "y"))
        .isInstanceOf(RegistryException.NotAllowed.class);
    administration().addOwner(ADA, name, "bob");
    assertThat(publish(BOB, "1.1.0", "y").record().publisher()).isEqualTo("bob");
    assertThat(publish(ADMIN, "1.2.0", "z").created()).isTrue();
    administration().removeOwner(BOB, name, "ada");
    assertThatThrownBy(() -> publish(ADA, "1.3.0", "z"))
        .isInstanceOf(RegistryException.NotAllowed.class);
  }

  @Test
  void theLastOwnerStays() {
    publish(ADA, "1.0.0", "x");

    assertThatThrownBy(() -> administration().removeOwner(ADA, name, "ada"))
        .isInstanceOf(RegistryException.Conflict.class);
    assertThatThrownBy(() -> administration().removeOwner(ADA, name, "eve"))
        .isInstanceOf(RegistryException.NotFound.class);
  }

  @Test
  void latestFollowsReleasesByPrecedenceAndNotPrereleases() {
    publish(ADA, "1.0.0-rc.1", "a");
    assertThat(latest()).isEqualTo(v("1.0.0-rc.1"));
    publish(ADA, "1.10.0", "b");
    assertThat(latest()).isEqualTo(v("1.10.0"));
    publish(ADA, "1.9.0", "c");
    publish(ADA, "2.0.0-beta.1", "d");
    assertThat(latest()).isEqualTo(v("1.10.0"));
  }

  @Test
  void latestSetByHandStaysUntilTheNextHigherRelease() {
    publish(ADA, "1.0.0", "a");
    publish(ADA, "2.0.0", "b");
    administration().setTag(ADA, name, DistTag.LATEST, v("1.0.0"));
    publish(ADA, "1.0.1", "c");
    assertThat(latest()).isEqualTo(v("1.0.0"));
    publish(ADA, "2.0.1", "d");
    assertThat(latest()).isEqualTo(v("2.0.1"));
  }

  @Test
  void aYankedVersionIsFoundOnlyByItsExactVersion() {
    publish(ADA, "1.0.0", "a");
    publish(ADA, "1.1.0", "b");

    assertThat(administration().yank(ADA, name, v("1.1.0"), "broken").yanked()).isEqualTo("broken");

    assertThat(latest()).isEqualTo(v("1.0.0"));
    assertThat(resolve("^1").version()).isEqualTo(v("1.0.0"));
    assertThat(resolve("1.1.0").isYanked()).isTrue();
    assertThat(administration().unyank(ADA, name, v("1.1.0")).isYanked()).isFalse();
    assertThat(latest()).isEqualTo(v("1.1.0"));
  }

  @Test
  void aPackageWithoutUsableVersionsHasNoLatestAndIsNotFound() {
    publish(ADA, "1.0.0", "a");
    administration().yank(ADA, name, v("1.0.0"), "broken");

    assertThatThrownBy(() -> resolve("latest")).isInstanceOf(RegistryException.NotFound.class);
    assertThat(registry().search(SearchQuery.of(name.value())).hits())
        .noneSatisfy(hit -> assertThat(hit.name()).isEqualTo(name));
  }

  @Test
  void deprecationIsSetAndTakenBack() {
    publish(ADA, "1.0.0", "a");

    assertThat(administration().deprecate(ADA, name, v("1.0.0"), "use b").deprecated())
        .isEqualTo("use b");
    assertThat(administration().deprecate(ADA, name, v("1.0.0"), "").deprecated()).isNull();
  }

  @Test
  void tagsAreSetMovedAndRemoved() {
    publish(ADA, "1.0.0", "a");
    publish(ADA, "1.1.0", "b");
    DistTag beta = new DistTag("beta");

    administration().setTag(ADA, name, beta, v("1.0.0"));
    assertThat(resolve("beta").version()).isEqualTo(v("1.0.0"));
    administration().setTag(ADA, name, beta, v("1.1.0"));
    assertThat(resolve("beta").version()).isEqualTo(v("1.1.0"));
    administration().removeTag(ADA, name, beta);

    assertThatThrownBy(() -> resolve("beta")).isInstanceOf(RegistryException.NotFound.class);
    assertThatThrownBy(() -> administration().removeTag(ADA, name, DistTag.LATEST))
        .isInstanceOf(RegistryException.Conflict.class);
    assertThatThrownBy(() -> administration().setTag(ADA, name, beta, v("9.0.0")))
        .isInstanceOf(RegistryException.NotFound.class);
  }

  @Test
  void othersChangeNothingOfAPackage() {
    publish(ADA, "1.0.0", "a");
    Version version = v("1.0.0");

    for (Runnable attempt :
        List.<Runnable>of(
            () -> administration().yank(BOB, name, version, ""),
            () -> administration().unyank(BOB, name, version),
            () -> administration().deprecate(BOB, name, version, "x"),
            () -> administration().setTag(BOB, name, new DistTag("beta"), version),
            () -> administration().addOwner(BOB, name, "bob"),
            () -> administration().removeOwner(BOB, name, "ada"))) {
      assertThatThrownBy(attempt::run).isInstanceOf(RegistryException.NotAllowed.class);
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> registry().overview(name))
        .isInstanceOf(RegistryException.NotFound.class);
    publish(ADA, "1.0.0", "a");
    assertThatThrownBy(() -> resolve("2.0.0")).hasMessageContaining("2.0.0");
    assertThatThrownBy(() -> resolve("^2")).isInstanceOf(RegistryException.NotFound.class);
    assertThatThrownBy(() -> registry().fetch(name, v("2.0.0")))
        .isInstanceOf(RegistryException.NotFound.class);
    assertThatThrownBy(() -> administration().yank(ADA, name, v("2.0.0"), ""))
        .isInstanceOf(RegistryException.NotFound.class);
  }

  @Test
  void whatWasPublishedIsFoundAtOnce() {
    publish(ADA, "1.0.0", "a");

    assertThat(registry().search(SearchQuery.of(name.value())).hits())
        .anySatisfy(hit -> assertThat(hit.name()).isEqualTo(name));
  }

  @Test
  void everyChangeStandsInTheFeedOnceAndInOrder() {
    long start = feed().newestSequence();
    publish(ADA, "1.0.0", "a");
    administration().yank(ADA, name, v("1.0.0"), "broken");
    administration().yank(ADA, name, v("1.0.0"), "again");
    administration().unyank(ADA, name, v("1.0.0"));
    administration().addOwner(ADA, name, "bob");

    List<Change> changes =
        feed().changesSince(start, 100).stream().filter(c -> c.name().equals(name)).toList();

    assertThat(changes)
        .extracting(Change::type)
        .containsExactly(
            Change.Type.PUBLISHED,
            Change.Type.YANKED,
            Change.Type.UNYANKED,
            Change.Type.OWNER_ADDED);
    assertThat(changes.get(1).detail()).isEqualTo("broken");
  }

  @Test
  void theFeedHasNoGapsAndIsReadInPages() {
    publish(ADA, "1.0.0", "a");
    publish(ADA, "1.1.0", "b");
    long newest = feed().newestSequence();

    List<Long> read =
        LongStream.iterate(0, at -> at < newest, at -> at + 7)
            .boxed()
            .flatMap(at -> feed().changesSince(at, 7).stream())
            .map(Change::sequence)
            .filter(sequence -> sequence <= newest)
            .toList();

    assertThat(read).containsExactlyElementsOf(LongStream.rangeClosed(1, newest).boxed().toList());
  }

  @Test
  void whoWaitsForAChangeIsWokenByIt() throws Exception {
    long newest = feed().newestSequence();
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            waiting.complete(feed().awaitChangeAfter(newest, Duration.ofSeconds(20)));
          } catch (InterruptedException e) {
            waiting.completeExceptionally(e);
          }
        });

    publish(ADA, "1.0.0", "a");

    assertThat(waiting.get()).isTrue();
    assertThat(feed().awaitChangeAfter(feed().newestSequence(), Duration.ofMillis(1))).isFalse();
  }
}
