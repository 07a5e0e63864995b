package dev.ggen.registry.archive;

import dev.ggen.registry.port.Problem;
import dev.ggen.registry.port.RegistryException;
import java.util.List;

/** Finds the manifest among the files of a package, or says where manifests lie instead. */
final class PackageManifest {
  private PackageManifest() {}

  static ManifestReader.Reading of(RootFiles root) {
    if (root.isEmpty()) {
      throw new RegistryException.InvalidArchive(
          "no-manifest", List.of(Problem.of("There are no files in the package.")));
    }
    try {
      return ManifestReader.read(root.manifests());
    } catch (RegistryException.InvalidArchive e) {
      List<String> nested = root.nestedManifests();
      if (!e.code().equals("no-manifest") || nested.isEmpty()) {
        throw e;
      }
      throw new RegistryException.InvalidArchive(
          e.code(),
          List.of(
              Problem.of(
                  "%s There are manifests in subdirectories: %s; publish each of these directories by itself."
                      .formatted(e.problems().getFirst().message(), String.join(", ", nested)))));
    }
  }
}
