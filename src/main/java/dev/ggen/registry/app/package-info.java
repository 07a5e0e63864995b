/**
 * The composition root: wiring, life cycle, settings, security, health and metrics. It may use
 * every other package; none may use it.
 */
@NullMarked
package dev.ggen.registry.app;

import org.jspecify.annotations.NullMarked;
