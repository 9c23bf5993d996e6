/**
 * The program that trains with libtorch, PyTorch's C++ library, called from Java. {@code ./miniai
 * bench} starts it in a process of its own.
 */
@NullMarked
package ai.miniai.libtorch;

import org.jspecify.annotations.NullMarked;
