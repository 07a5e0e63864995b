/** The application class, nothing else. Top layer: it may use every package below it. */
@NullMarked
package dev.ggen.registry;

import org.jspecify.annotations.NullMarked;
