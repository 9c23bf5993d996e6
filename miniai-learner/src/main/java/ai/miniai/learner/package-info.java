/**
 * The training loop: {@code Learner}, {@code TrainLearner} and {@code MomentumLearner}. All that is
 * optional is a callback.
 */
@NullMarked
package ai.miniai.learner;

import org.jspecify.annotations.NullMarked;
