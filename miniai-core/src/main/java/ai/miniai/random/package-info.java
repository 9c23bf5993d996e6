/** Random number generators that give the same numbers as PyTorch for the same seed. */
@NullMarked
package ai.miniai.random;

import org.jspecify.annotations.NullMarked;
