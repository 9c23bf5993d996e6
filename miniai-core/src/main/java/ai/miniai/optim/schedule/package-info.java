/**
 * Schedules: how the learning rate and the momentum change with the steps.
 *
 * <p>A schedule is a function of the step and keeps nothing, so that a fit can be taken up again
 * anywhere. The numbers are those of PyTorch's {@code torch.optim.lr_scheduler}.
 */
@NullMarked
package ai.miniai.optim.schedule;

import org.jspecify.annotations.NullMarked;
