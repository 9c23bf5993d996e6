/** INTERNAL. Recurrent cells: what is computed in one step, forward and backward. */
@NullMarked
package ai.miniai.kernels.recurrent;

import org.jspecify.annotations.NullMarked;
