/**
 * What PyTorch computed, computed again here: recorded cases of layers, losses, metrics and
 * trainings.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.parity;

import org.jspecify.annotations.NullMarked;
