/**
 * Optimizers: what turns gradients into new weights.
 *
 * <p>The semantics (order of operations, defaults, parameter groups) are those of PyTorch.
 */
@NullMarked
package ai.miniai.optim;

import org.jspecify.annotations.NullMarked;
