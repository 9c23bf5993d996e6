/** INTERNAL. Kernels that compute histograms, and mean and standard deviation in the same pass. */
@NullMarked
package ai.miniai.kernels.histogram;

import org.jspecify.annotations.NullMarked;
