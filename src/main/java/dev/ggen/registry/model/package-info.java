/**
 * Names, versions, ranges, digests, manifests, records and queries: values of the registry's
 * domain, without I/O. Lowest layer; versions follow SemVer 2.0.0, names and ranges follow npm.
 */
@NullMarked
package dev.ggen.registry.model;

import org.jspecify.annotations.NullMarked;
