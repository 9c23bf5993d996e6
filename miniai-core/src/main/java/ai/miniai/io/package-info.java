/**
 * Tensors in files: the safetensors format, which PyTorch and others read too.
 *
 * <p>A file is written whole or not at all, and everything in it is checked when it is read. {@link
 * ai.miniai.io.AtomicFile} writes other files so too.
 */
@NullMarked
package ai.miniai.io;

import org.jspecify.annotations.NullMarked;
