package dev.ggen.registry.archive;

import dev.ggen.registry.model.Manifest;
import java.util.List;

/**
 * What was packed and what was not. Paths are relative to the directory, with {@code /}; those of
 * directories end in it.
 *
 * @param manifest what the package says of itself
 * @param manifestFile the file that says it
 * @param files what was packed, in the archive's order
 * @param unpackedBytes sum of their lengths
 * @param ignored what an ignore file or a fixed rule left out; a directory stands for all in it
 * @param links symbolic links, which are never followed and never packed
 * @param specialFiles sockets, pipes and devices, which are never packed
 * @param emptyDirectories directories without files, which are not packed
 * @param notes what the manifest's reader passed over or read leniently
 */
public record PackReport(
    Manifest manifest,
    String manifestFile,
    List<String> files,
    long unpackedBytes,
    List<String> ignored,
    List<String> links,
    List<String> specialFiles,
    List<String> emptyDirectories,
    List<String> notes) {
  /** Copies the lists. */
  public PackReport {
    files = List.copyOf(files);
    ignored = List.copyOf(ignored);
    links = List.copyOf(links);
    specialFiles = List.copyOf(specialFiles);
    emptyDirectories = List.copyOf(emptyDirectories);
    notes = List.copyOf(notes);
  }
}
