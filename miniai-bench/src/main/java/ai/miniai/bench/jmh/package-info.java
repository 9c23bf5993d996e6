/**
 * JMH benchmarks of single kernels, with the shapes that they have in the lesson's network.
 *
 * <p>How to run them: docs/benchmarks.md.
 */
@NullMarked
package ai.miniai.bench.jmh;

import org.jspecify.annotations.NullMarked;
