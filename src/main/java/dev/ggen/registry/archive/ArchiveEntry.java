package dev.ggen.registry.archive;

/**
 * A file or directory of an archive, checked.
 *
 * @param path where, by the rules of {@link EntryPath}
 * @param directory whether it is a directory
 * @param executable whether its owner may execute it
 * @param sizeBytes length of a file
 */
record ArchiveEntry(String path, boolean directory, boolean executable, long sizeBytes) {}
