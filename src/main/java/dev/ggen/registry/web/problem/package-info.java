/** Errors as problem details (RFC 9457): the table of codes, and what writes them. Part of web. */
@NullMarked
package dev.ggen.registry.web.problem;

import org.jspecify.annotations.NullMarked;
