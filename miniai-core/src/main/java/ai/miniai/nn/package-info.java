/** Modules and hooks, layers and weight initialisation: the counterpart of {@code torch.nn}. */
@NullMarked
package ai.miniai.nn;

import org.jspecify.annotations.NullMarked;
