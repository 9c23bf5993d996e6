/**
 * Tensors in safetensors files, which PyTorch and others can read too, and atomic writing of files.
 */
@NullMarked
package ai.miniai.io;

import org.jspecify.annotations.NullMarked;
