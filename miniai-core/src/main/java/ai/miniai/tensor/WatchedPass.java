package ai.miniai.tensor;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function of each element that takes the {@linkplain Tensor#distribution distribution} of its
 * argument on the way if {@link Host#later} was asked for it lately, as by a hook of the module
 * before: the numbers are in the nearest cache then, and would be far away at the end of the step.
 */
final class WatchedPass implements FloatBlocks.Gatherer<WatchedPass> {
  private final FloatBlocks.Body body;
  private final PairedTally tally;

  private WatchedPass(FloatBlocks.Body body, Bins bins) {
    this.body = body;
    this.tally = new PairedTally(bins);
  }

  /** Whether {@link #run} would take the distribution of {@code x}. */
  static boolean isWanted(INDArray x) {
    return waitingFor(x).isPresent();
  }

  /** Has {@code body} compute blocks of {@code out} from those of {@code x}. */
  static void run(INDArray x, INDArray out, FloatBlocks.Body body) {
    FloatBlocks blocks = FloatBlocks.of(x, out);
    Optional<Deferred> waiting = waitingFor(x);
    if (waiting.isEmpty()) {
      blocks.write(body);
    } else {
      Bins bins = waiting.get().bins();
      long begin = System.nanoTime();
      PairedTally tally = blocks.writeAndReduce(() -> new WatchedPass(body, bins)).tally;
      long time = System.nanoTime() - begin;
      tally.summary(x).ifPresent(numbers -> waiting.get().resolve(numbers, time));
    }
  }

  private static Optional<Deferred> waitingFor(INDArray x) {
    return Host.waitingDistribution(x).filter(waiting -> PairedTally.fits(x, waiting.bins()));
  }

  @Override
  public void add(float[][] blocks, int length) {
    tally.add(blocks, length);
    body.run(blocks, length);
  }

  @Override
  public void finish() {
    tally.finish();
  }

  @Override
  public void merge(WatchedPass later) {
    tally.merge(later.tally);
  }
}
