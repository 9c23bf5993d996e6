/**
 * INTERNAL. Kernels: portable ones that use ND4J's operations and run everywhere, and faster ones
 * in plain Java for arrays in CPU memory.
 */
@NullMarked
package ai.miniai.kernels;

import org.jspecify.annotations.NullMarked;
