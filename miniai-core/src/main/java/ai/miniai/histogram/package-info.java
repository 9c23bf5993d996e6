/** The bins of histograms. How values are counted into them is the kernels' business. */
@NullMarked
package ai.miniai.histogram;

import org.jspecify.annotations.NullMarked;
