/** Metrics: how good predictions are, gathered over the batches of an epoch. */
@NullMarked
package ai.miniai.metric;

import org.jspecify.annotations.NullMarked;
