/**
 * The documents of REST version 1: what is written as JSON on one side and read on the other.
 * Shared by the web edge, the command line and, later, the remote central registry. No I/O, no JSON
 * library.
 */
@NullMarked
package dev.ggen.registry.api;

import org.jspecify.annotations.NullMarked;
