/**
 * What a registry does, as its users see it: the edges call these interfaces, the registries
 * implement them. Needs only the model.
 */
@NullMarked
package dev.ggen.registry.port;

import org.jspecify.annotations.NullMarked;
