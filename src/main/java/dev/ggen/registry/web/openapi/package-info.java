/** The description of the REST interface (OpenAPI 3.1) and the examples in it. Part of web. */
@NullMarked
package dev.ggen.registry.web.openapi;

import org.jspecify.annotations.NullMarked;
