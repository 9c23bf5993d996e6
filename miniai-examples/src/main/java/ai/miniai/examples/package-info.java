/**
 * The lessons as short programs to read, and the {@code miniai} command line.
 *
 * <p>This application includes a backend for ND4J; the library modules do not.
 */
@NullMarked
package ai.miniai.examples;

import org.jspecify.annotations.NullMarked;
