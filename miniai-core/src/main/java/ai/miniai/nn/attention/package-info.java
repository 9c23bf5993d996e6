/** Attention, and the layers of transformers. Sequences are [batch, length, width]. */
@NullMarked
package ai.miniai.nn.attention;

import org.jspecify.annotations.NullMarked;
