/**
 * The central registry's tables behind Spring Data: entities stay in here, values of the model go
 * in and out. Every method runs in the caller's transaction.
 */
@NullMarked
package dev.ggen.registry.central.store;

import org.jspecify.annotations.NullMarked;
