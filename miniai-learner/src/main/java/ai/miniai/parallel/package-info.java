/**
 * Data-parallel training: several replicas of a learner, the ranks, each work on a part of every
 * batch, and step with the mean of their gradients. {@code DataParallel} runs them in threads.
 */
@NullMarked
package ai.miniai.parallel;

import org.jspecify.annotations.NullMarked;
