/**
 * Transforms of image batches on the Java heap: normalisation and random augmentation.
 *
 * <p>A {@code DatasetLoader} runs them on its own thread while the previous step is computed.
 */
@NullMarked
package ai.miniai.data.transform;

import org.jspecify.annotations.NullMarked;
