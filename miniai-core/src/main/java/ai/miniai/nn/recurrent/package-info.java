/** Recurrent layers: they read sequences step by step, and carry a state from step to step. */
@NullMarked
package ai.miniai.nn.recurrent;

import org.jspecify.annotations.NullMarked;
