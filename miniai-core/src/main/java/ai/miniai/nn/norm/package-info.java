/** Normalisation layers: over the batch, over groups of channels, over each item. */
@NullMarked
package ai.miniai.nn.norm;

import org.jspecify.annotations.NullMarked;
