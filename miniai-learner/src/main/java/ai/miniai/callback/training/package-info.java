/**
 * Callbacks that change how batches are trained: the steps of a plain {@code Learner}, the device,
 * transforms of the batch, gradients, averaged weights, frozen normalisations, and fits of a single
 * batch.
 */
@NullMarked
package ai.miniai.callback.training;

import org.jspecify.annotations.NullMarked;
