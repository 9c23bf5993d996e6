/**
 * Data sets, and loaders that shuffle them and combine items into batches.
 *
 * <p>Items stay on the Java heap until a loader creates the tensors of a whole batch.
 */
@NullMarked
package ai.miniai.data;

import org.jspecify.annotations.NullMarked;
