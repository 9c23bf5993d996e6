/**
 * The lessons as short programs to read, and the {@code miniai} command line.
 *
 * <p>This is the application: it alone chooses a backend for ND4J.
 */
@NullMarked
package ai.miniai.examples;

import org.jspecify.annotations.NullMarked;
