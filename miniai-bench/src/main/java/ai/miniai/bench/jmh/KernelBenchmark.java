package ai.miniai.bench.jmh;

import ai.miniai.tensor.MemoryScope;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds per pass of an operation, in a memory scope as in training. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class KernelBenchmark {
  /** The forward pass, recorded for a backward pass. */
  @Benchmark
  public Object forward(KernelState kernel) {
    try (MemoryScope scope = MemoryScope.open()) {
      return kernel.forward();
    }
  }

  /** The backward pass: gradients of the input, if it needs one, and of the weights. */
  @Benchmark
  public void backward(ForwardState passed) {
    passed.backward();
  }
}
