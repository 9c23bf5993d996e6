/**
 * Pictures of recorded numbers: losses, means and deviations, the colour dimension, dead charts.
 *
 * <p>Nothing here trains anything, and nothing below this package knows that a chart exists.
 */
@NullMarked
package ai.miniai.viz;

import org.jspecify.annotations.NullMarked;
