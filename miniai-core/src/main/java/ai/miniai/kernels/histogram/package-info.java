/** INTERNAL. Kernels that count values into histograms, and sum them on the way. */
@NullMarked
package ai.miniai.kernels.histogram;

import org.jspecify.annotations.NullMarked;
