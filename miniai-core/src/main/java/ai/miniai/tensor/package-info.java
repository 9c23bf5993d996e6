/**
 * Tensors: an ND4J array that remembers how it was made, so that gradients can be taken.
 *
 * <p>Here too: memory scopes, the device, seeds, and the kernels that do the arithmetic. Nothing
 * outside this package touches the internals of ND4J.
 */
@NullMarked
package ai.miniai.tensor;

import org.jspecify.annotations.NullMarked;
