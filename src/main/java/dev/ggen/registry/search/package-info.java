/**
 * The search index: a Lucene projection of the central registry's newest state, one document per
 * package, that follows the change feed by sequence number. Above {@code model}; knows no database,
 * no REST and no Spring. What is found, in which order and why is in {@code docs/search.md}.
 */
@NullMarked
package dev.ggen.registry.search;

import org.jspecify.annotations.NullMarked;
