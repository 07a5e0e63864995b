package dev.ggen.registry.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryClientTest {
  private static final StatusDocument STATUS = new StatusDocument("1", "central", 1, 1, 1, 1, 1, 1);

  private final StubRegistry registry = new StubRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void redirectsOnTheSameOriginAreFollowed() {
    registry.redirect("/api/v1/status", "/moved");
    registry.answer("GET /moved", 200, STATUS);
    assertThat(registry.client().status()).isEqualTo(STATUS);
  }

  @Test
  void redirectsElsewhereAreNotFollowed() {
    registry.redirect("/api/v1/status", "http://localhost:1/stolen");
    assertThatThrownBy(() -> registry.client().status())
        .isInstanceOf(RemoteException.NotUnderstood.class)
        .hasMessageContaining("Redirects to other servers are not followed");
  }

  @Test
  void redirectsInACircleEnd() {
    registry.redirect("/api/v1/status", "/api/v1/status");
    assertThatThrownBy(() -> registry.client().status())
        .hasMessageContaining("redirects more than 3 times");
    assertThat(registry.asked()).hasSize(4);
  }

  @Test
  void readingIsTriedAgainWhereThatMayHelp() {
    registry.answer("GET /api/v1/status", 503, StubRegistry.problem(503, "unavailable", "Busy."));
    assertThatThrownBy(() -> registry.client().status())
        .isInstanceOf(RemoteException.Refused.class);
    assertThat(registry.asked()).hasSize(3);
  }

  @Test
  void writingIsNeverTriedAgain() {
    registry.answer(
        "POST /api/v1/packages/a/1.0.0/unyank", 503, StubRegistry.problem(503, "busy", "Busy."));
    assertThatThrownBy(() -> registry.client().unyank(new PackageName("a"), Version.of("1.0.0")))
        .isInstanceOf(RemoteException.Refused.class);
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void whatIsNoRegistryIsToldApartFromAMissingPackage() {
    registry.answer("GET /api/v1/packages/a", 404, "<html>not here</html>");
    assertThatThrownBy(() -> registry.client().overview(new PackageName("a")))
        .isInstanceOf(RemoteException.Refused.class)
        .hasMessageContaining("no explanation");
    assertThat(registry.client().overview(new PackageName("b"))).isEmpty();
    registry.answer("GET /api/v1/status", 200, "<html>welcome</html>");
    assertThatThrownBy(() -> registry.client().status())
        .isInstanceOf(RemoteException.NotUnderstood.class)
        .hasMessageContaining("is the address right?");
  }

  @Test
  void fieldsOfANewerRegistryAreNoError() {
    registry.answer(
        "GET /api/v1/status",
        200,
        Documents.write(STATUS).replaceFirst("\\{", "{\"newer\": {\"a\": 1},"));
    assertThat(registry.client().status()).isEqualTo(STATUS);
  }

  @Test
  void selectorsAreEncoded() {
    assertThatThrownBy(() ->
            registry.client().resolve(new PackageName("@s/a"), VersionSelector.of(">=1 <2 || 3.x")))
        .isInstanceOf(RemoteException.Refused.class);
    assertThat(registry.asked().getFirst().path())
        .isEqualTo("/api/v1/packages/@s/a/%3E%3D1%20%3C2%20%7C%7C%203.x");
  }

  @Test
  void aMissingTokenIsExplained() {
    registry.answer("GET /api/v1/status", 401, StubRegistry.problem(401, "x", "No token."));
    assertThatThrownBy(() -> registry.client().status())
        .hasMessageStartingWith("No token. Give a token with GGEN_TOKEN");
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RegistryAddress address = RegistryAddress.of("http://127.0.0.1:" + silent.getLocalPort());
      RegistryClient client =
          new RegistryClient(
              new RegistryRequests(
                  address,
                  new TokenUse(address, Optional::empty, false),
                  new RetryPolicy(List.of()),
                  Duration.ofMillis(300)));
      assertThatThrownBy(client::status)
          .isInstanceOf(RemoteException.Unreachable.class)
          .hasMessageContaining("did not answer within");
    }
  }

  @Test
  void anUploadTellsEachByte(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a.tgz");
    Files.write(file, new byte[300_000]);
    AtomicLong moved = new AtomicLong();
    assertThatThrownBy(() -> registry.client().publish(file, moved::addAndGet))
        .isInstanceOf(RemoteException.Refused.class);
    assertThat(moved).hasValue(300_000);
    assertThat(registry.asked().getLast().body()).hasSize(300_000);
  }
}
