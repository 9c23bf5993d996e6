/**
 * How fast training is: beside DL4J and PyTorch in one run, phase by phase, and kernel by kernel.
 *
 * <p>Uses the public API only, as any program does.
 */
@NullMarked
package ai.miniai.bench;

import org.jspecify.annotations.NullMarked;
