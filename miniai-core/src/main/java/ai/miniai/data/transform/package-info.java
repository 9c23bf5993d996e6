/**
 * Changes to batches of images on the Java heap: normalisation, and random changes that make more
 * of little data.
 *
 * <p>A {@code DatasetLoader} runs them on its own thread, while the step before is computed.
 */
@NullMarked
package ai.miniai.data.transform;

import org.jspecify.annotations.NullMarked;
