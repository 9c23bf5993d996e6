/**
 * Tensors with gradients, the memory scopes they live in, and the operations on them: one class per
 * operation, with its forward and its backward pass.
 */
@NullMarked
package ai.miniai.tensor;

import org.jspecify.annotations.NullMarked;
