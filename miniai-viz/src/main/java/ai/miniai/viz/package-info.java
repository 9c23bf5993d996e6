/** Plots of losses, means and standard deviations, the colour dimension, dead charts and more. */
@NullMarked
package ai.miniai.viz;

import org.jspecify.annotations.NullMarked;
