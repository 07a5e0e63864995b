/**
 * The REST interface, version 1. An edge: it calls the ports and answers the documents of {@code
 * api}; it knows no registry.
 */
@NullMarked
package dev.ggen.registry.web;

import org.jspecify.annotations.NullMarked;
