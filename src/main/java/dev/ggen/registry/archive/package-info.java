/**
 * Package archives ({@code .tgz}): packing a directory, inspecting, unpacking, and reading the
 * manifest inside. Files only, no Spring; above port and model. Tar by POSIX.1-2017 (ustar and pax)
 * and the GNU long name, gzip by RFC 1952, manifests in TOML 1.0 or JSON (RFC 8259).
 */
@NullMarked
package dev.ggen.registry.archive;

import org.jspecify.annotations.NullMarked;
