/**
 * INTERNAL. Arithmetic on arrays for each kind of processor: with ND4J's operations, which run
 * everywhere, and with plain Java loops where the host can read the memory.
 */
@NullMarked
package ai.miniai.kernels;

import org.jspecify.annotations.NullMarked;
