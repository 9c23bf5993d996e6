/**
 * The lessons as short programs to read, and the {@code miniai} command line.
 *
 * <p>This application is the only module that chooses a backend for ND4J.
 */
@NullMarked
package ai.miniai.examples;

import org.jspecify.annotations.NullMarked;
