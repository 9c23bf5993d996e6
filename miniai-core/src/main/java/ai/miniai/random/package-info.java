/** Random numbers that are PyTorch's for the same seed. */
@NullMarked
package ai.miniai.random;

import org.jspecify.annotations.NullMarked;
