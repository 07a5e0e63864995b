package dev.ggen.registry.model;

/**
 * What identifies the bytes of an archive.
 *
 * @param sha256 key of the blob
 * @param sha512 what npm clients verify
 * @param sizeBytes length of the compressed archive in bytes
 */
public record ArchiveFacts(Digest sha256, Digest sha512, long sizeBytes) {}
