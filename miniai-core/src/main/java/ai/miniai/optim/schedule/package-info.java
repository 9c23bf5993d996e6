/**
 * Learning rate schedules, with the values of PyTorch's {@code torch.optim.lr_scheduler}.
 *
 * <p>A schedule is a function of the step without state, so a fit can be resumed at any step.
 */
@NullMarked
package ai.miniai.optim.schedule;

import org.jspecify.annotations.NullMarked;
