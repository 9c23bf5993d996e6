/**
 * Callbacks that watch the loss or a metric: checkpoints and the best weights, early stopping, a
 * lower learning rate when nothing improves, and the end of a fit whose loss is NaN.
 */
@NullMarked
package ai.miniai.callback.tracker;

import org.jspecify.annotations.NullMarked;
