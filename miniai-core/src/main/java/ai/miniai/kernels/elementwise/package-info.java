/** INTERNAL. Kernels for functions of one element: activation functions, logarithms, sines. */
@NullMarked
package ai.miniai.kernels.elementwise;

import org.jspecify.annotations.NullMarked;
