/**
 * INTERNAL. Kernels that directly call oneDNN, Intel's library of primitives for neural networks.
 */
@NullMarked
package ai.miniai.kernels.onednn;

import org.jspecify.annotations.NullMarked;
