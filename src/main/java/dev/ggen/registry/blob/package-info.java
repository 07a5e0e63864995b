/**
 * The content-addressed store of archives: what is kept is complete, verified and survives a crash.
 * Files only, no Spring; above port and model. Digests by FIPS 180-4 (SHA-256, SHA-512).
 */
@NullMarked
package dev.ggen.registry.blob;

import org.jspecify.annotations.NullMarked;
