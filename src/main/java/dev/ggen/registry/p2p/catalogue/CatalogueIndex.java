package dev.ggen.registry.p2p.catalogue;

import dev.ggen.registry.model.SearchPage;
import dev.ggen.registry.model.SearchQuery;
import dev.ggen.registry.search.PackageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The search index and the thread that keeps it up to date. */
final class CatalogueIndex implements AutoCloseable {
  private static final String FOLDER = "index";

  private final PackageIndex index;
  private final SearchFollower follower;
  private final @Nullable Path temporary;

  private CatalogueIndex(PackageIndex index, SearchFollower follower, @Nullable Path temporary) {
    this.index = index;
    this.follower = follower;
    this.temporary = temporary;
  }

  static CatalogueIndex open(CatalogueSettings settings, CatalogueStore store, NameReader reader)
      throws IOException {
    @Nullable Path temporary =
        settings.folder().isPresent() ? null : Files.createTempDirectory("catalogue-index");
    Path folder = temporary == null ? settings.folder().orElseThrow().resolve(FOLDER) : temporary;
    PackageIndex index = PackageIndex.open(folder);
    return new CatalogueIndex(index, SearchFollower.start(store, reader, index), temporary);
  }

  SearchPage search(SearchQuery query) {
    return index.search(query);
  }

  void changed(long sequence) {
    follower.changed(sequence);
  }

  long indexed() {
    return follower.indexed();
  }

  boolean awaitIndexed(long sequence, Duration timeout) throws InterruptedException {
    return follower.awaitIndexed(sequence, timeout);
  }

  @Override
  public void close() {
    follower.close();
    index.close();
    if (temporary != null) {
      delete(temporary);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the temporary index", e);
    }
  }
}
