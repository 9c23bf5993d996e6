/** Weight initialisation that looks at the activations of a batch: LSUV. */
@NullMarked
package ai.miniai.init;

import org.jspecify.annotations.NullMarked;
