/**
 * Tensors with gradients, the memory scopes they live in, and the operations that are computed from
 * them: one class for each, with its forward and its backward pass.
 */
@NullMarked
package ai.miniai.tensor;

import org.jspecify.annotations.NullMarked;
