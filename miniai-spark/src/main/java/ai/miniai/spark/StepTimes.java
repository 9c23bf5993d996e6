package ai.miniai.spark;

import ai.miniai.callback.Callback;
import ai.miniai.parallel.AllReduce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of each training step, or of its exchange of gradients alone, and writes those of
 * rank 0 to a file at the end of the fit.
 */
final class StepTimes extends Callback {
  /** The first steps of a fit wait for a compiler. */
  private static final int WARM_UP = 5;

  private final @Nullable AllReduce ofExchange;
  private final Path file;
  private final List<String> millis = new ArrayList<>();
  private long start;

  /** {@code ofExchange}: for the exchange alone, which ranks then begin together. */
  StepTimes(@Nullable AllReduce ofExchange, Path file) {
    this.ofExchange = ofExchange;
    this.file = file;
  }

  /** Right before the exchange. */
  @Override
  public int order() {
    return 4;
  }

  @Override
  protected List<? extends Callback> companions() {
    return List.of(end);
  }

  private final Callback end =
      new Callback() {
        /** Right after it. */
        @Override
        public int order() {
          return 6;
        }

        @Override
        public void afterBackward() {
          if (ofExchange != null) {
            stop();
          }
        }
      };

  @Override
  public void beforeBatch() {
    start = System.nanoTime();
  }

  @Override
  public void afterBackward() {
    if (ofExchange != null) {
      ofExchange.sum(new float[1]); // nobody waits for a slower one afterwards
      start = System.nanoTime();
    }
  }

  @Override
  public void afterStep() {
    if (ofExchange == null) {
      stop();
    }
  }

  private void stop() {
    if (learn().iteration() >= WARM_UP) {
      millis.add("" + (System.nanoTime() - start) / 1e6);
    }
  }

  @Override
  public void afterFit() {
    if (learn().rank() == 0) {
      try {
        Files.write(file, millis);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The times in milliseconds. */
  static List<Double> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Double::valueOf).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
