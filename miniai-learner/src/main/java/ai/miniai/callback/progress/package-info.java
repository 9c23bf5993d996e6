/**
 * What a fit reports while it runs: metrics, the progress bar and table, a CSV file, times, losses.
 */
@NullMarked
package ai.miniai.callback.progress;

import org.jspecify.annotations.NullMarked;
