/**
 * Optimizers. The semantics (order of operations, defaults, parameter groups) are those of {@code
 * torch.optim}.
 */
@NullMarked
package ai.miniai.optim;

import org.jspecify.annotations.NullMarked;
