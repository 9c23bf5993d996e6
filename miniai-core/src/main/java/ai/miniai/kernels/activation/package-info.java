/** INTERNAL. Kernels for activation functions, and the exponential function that they share. */
@NullMarked
package ai.miniai.kernels.activation;

import org.jspecify.annotations.NullMarked;
