/**
 * INTERNAL. Kernels that call oneDNN, Intel's library of primitives for neural networks, directly.
 */
@NullMarked
package ai.miniai.kernels.onednn;

import org.jspecify.annotations.NullMarked;
