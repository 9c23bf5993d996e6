/**
 * What a fit reports while it runs: metrics, the progress bar and table, files of steps and passes
 * (CSV, JSON lines), times, losses.
 */
@NullMarked
package ai.miniai.callback.progress;

import org.jspecify.annotations.NullMarked;
