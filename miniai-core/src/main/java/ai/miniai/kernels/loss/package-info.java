/** INTERNAL. Losses of pairs of elements, of a prediction and a target, in one pass over memory. */
@NullMarked
package ai.miniai.kernels.loss;

import org.jspecify.annotations.NullMarked;
