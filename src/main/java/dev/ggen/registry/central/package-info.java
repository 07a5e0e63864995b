/**
 * The central registry: the database is the truth, archives lie in the blob store, the search index
 * follows the change feed. Implements the ports; uses Spring only for transactions.
 */
@NullMarked
package dev.ggen.registry.central;

import org.jspecify.annotations.NullMarked;
