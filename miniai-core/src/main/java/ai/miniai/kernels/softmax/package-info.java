/** INTERNAL. Kernels for softmax, its logarithm, and the cross-entropy of logits. */
@NullMarked
package ai.miniai.kernels.softmax;

import org.jspecify.annotations.NullMarked;
