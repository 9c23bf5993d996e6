/** The bins of histograms. The counting itself is done by the kernels. */
@NullMarked
package ai.miniai.histogram;

import org.jspecify.annotations.NullMarked;
