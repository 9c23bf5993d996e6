/** Metrics, computed over the batches of an epoch. {@code MetricsCB} shows them during a fit. */
@NullMarked
package ai.miniai.metric;

import org.jspecify.annotations.NullMarked;
