/** What benchmarks and tests share: generated packages that look like real ones. */
package dev.ggen.registry.bench;
