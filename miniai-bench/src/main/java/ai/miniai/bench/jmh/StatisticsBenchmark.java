package ai.miniai.bench.jmh;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds for computing and reading mean, standard deviation and histogram of the output of
 * one layer.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@State(Scope.Thread)
public class StatisticsBenchmark {
  /** The height and width of the layer's output: 14, 7, 4, 2, 1 in the lesson's network. */
  @Param({"14", "7", "4", "2", "1"})
  public int side = 14;

  private Tensor output = Tensor.scalar(0);

  /** When the size is halved, the lesson's layers have twice the channels, except for the last. */
  @Setup
  public void draw() {
    int channels = side == 1 ? 10 : side == 14 ? 8 : side == 7 ? 16 : side == 4 ? 32 : 64;
    output = Kernel.images(side, channels);
  }

  /** The work of the hook of one layer. */
  @Benchmark
  public double distribution() {
    try (MemoryScope scope = MemoryScope.open()) {
      return Host.later(output, Bins.DEFAULT).values()[0];
    }
  }
}
