package dev.ggen.registry.cli.remote;

import dev.ggen.registry.api.OverviewDocument;
import dev.ggen.registry.api.PackageDocument;
import dev.ggen.registry.api.PublishDocument;
import dev.ggen.registry.api.SearchDocument;
import dev.ggen.registry.api.StatusDocument;
import dev.ggen.registry.api.TokenDocument;
import dev.ggen.registry.model.DistTag;
import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.model.VersionSelector;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry behind its REST interface. Reading is tried again where that may help, writing never.
 * All methods block, each wait has an end, and all fail with a {@link RemoteException}.
 * Thread-safe.
 */
public final class RegistryClient {
  private static final String PACKAGES = "/api/v1/packages";
  private static final String TOKENS = "/api/v1/tokens";

  private final RegistryRequests requests;

  /**
   * @param requests how requests are sent
   */
  public RegistryClient(RegistryRequests requests) {
    this.requests = requests;
  }

  /** Whom it speaks to. */
  public RegistryAddress address() {
    return requests.address();
  }

  /** What the registry says of itself. */
  public StatusDocument status() {
    return requests.get("/api/v1/status", StatusDocument.class);
  }

  /** All of a name; nothing if the registry does not know it. */
  public Optional<OverviewDocument> overview(PackageName name) {
    try {
      return Optional.of(requests.get(path(name), OverviewDocument.class));
    } catch (RemoteException.Refused e) {
      if (e.status() == 404 && !e.code().equals("http-404")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The one version that a selector chooses. */
  public PackageDocument resolve(PackageName name, VersionSelector selector) {
    return requests.get(path(name, selector.toString()), PackageDocument.class);
  }

  /** A page of hits. */
  public SearchDocument search(SearchQuery query) {
    StringBuilder path = new StringBuilder("/api/v1/search?q=").append(encode(query.text()));
    if (query.category() != null) {
      path.append("&category=").append(encode(query.category()));
    }
    query.tags().forEach(tag -> path.append("&tag=").append(encode(tag)));
    path.append("&limit=").append(query.limit()).append("&offset=").append(query.offset());
    return requests.get(path.toString(), SearchDocument.class);
  }

  /**
   * Publishes an archive; it is read as fast as it is sent.
   *
   * @throws FileNotFoundException if the archive can't be read
   */
  public PublishDocument publish(Path archive, TransferListener listener)
      throws FileNotFoundException {
    return requests.upload(PACKAGES, archive, listener, PublishDocument.class);
  }

  /**
   * Begins to fetch an archive; one attempt, because the caller can go on where it broke.
   *
   * @param offset the first byte wanted; the registry may send the whole all the same
   */
  public Download download(PackageName name, Version version, long offset) {
    return requests.download(path(name, version.toString()) + "/archive", offset);
  }

  /** Withdraws a version. */
  public PackageDocument yank(PackageName name, Version version, String reason) {
    String path = path(name, version.toString()) + "?reason=" + encode(reason);
    return requests.change("DELETE", path, null, PackageDocument.class);
  }

  /** Takes a yank back. */
  public PackageDocument unyank(PackageName name, Version version) {
    return requests.change(
        "POST", path(name, version.toString()) + "/unyank", null, PackageDocument.class);
  }

  /** Marks a version as deprecated; an empty message removes the mark. */
  public PackageDocument deprecate(PackageName name, Version version, String message) {
    return requests.change(
        "POST",
        path(name, version.toString()) + "/deprecate",
        Map.of("message", message),
        PackageDocument.class);
  }

  /** Points a tag to a version. */
  public OverviewDocument setTag(PackageName name, DistTag tag, Version version) {
    return requests.change(
        "PUT",
        path(name) + "/tags/" + tag,
        Map.of("version", version.toString()),
        OverviewDocument.class);
  }

  /** Removes a tag. */
  public OverviewDocument removeTag(PackageName name, DistTag tag) {
    return requests.change("DELETE", path(name) + "/tags/" + tag, null, OverviewDocument.class);
  }

  /** Makes a user an owner. */
  public OverviewDocument addOwner(PackageName name, String user) {
    return requests.change("PUT", owner(name, user), null, OverviewDocument.class);
  }

  /** Removes an owner. */
  public OverviewDocument removeOwner(PackageName name, String user) {
    return requests.change("DELETE", owner(name, user), null, OverviewDocument.class);
  }

  /** Makes a token; the answer is the only one with its secret. */
  public TokenDocument createToken(TokenDocument.Request wanted) {
    return requests.change("POST", TOKENS, wanted, TokenDocument.class);
  }

  /** The tokens there are. */
  public List<TokenDocument> tokens() {
    return List.of(requests.getWithToken(TOKENS, TokenDocument[].class));
  }

  /** Ends a token. */
  public void revokeToken(String id) {
    requests.change("DELETE", TOKENS + "/" + encode(id), null);
  }

  private static String path(PackageName name) {
    return PACKAGES + "/" + name;
  }

  private static String path(PackageName name, String version) {
    return path(name) + "/" + encode(version);
  }

  private static String owner(PackageName name, String user) {
    return path(name) + "/owners/" + encode(user);
  }

  private static String encode(String text) {
    return RegistryRequests.encode(text);
  }
}
