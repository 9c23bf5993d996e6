/**
 * The training loop: {@code Learner}, {@code TrainLearner} and {@code MomentumLearner}.
 *
 * <p>The loop fits on one screen; everything optional is a callback.
 */
@NullMarked
package ai.miniai.learner;

import org.jspecify.annotations.NullMarked;
