/**
 * Benchmarks of training speed: compared with DL4J and PyTorch in one run, by phase, and by kernel.
 *
 * <p>Uses only the public API, as any program does.
 */
@NullMarked
package ai.miniai.bench;

import org.jspecify.annotations.NullMarked;
