package ai.miniai.callback;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.util.ResizableDoubleArray;

/**
 * Raises the learning rate after each batch and watches the loss, until that has grown to a
 * multiple of its least: the range test of Smith, Cyclical Learning Rates for Training Neural
 * Networks, 2015. Use {@link #lrFind}, which puts the weights back afterwards.
 */
public final class LRFinderCB extends Callback {
  private final double gamma;
  private final double maxMultiple;
  private final ResizableDoubleArray rates = new ResizableDoubleArray();
  private final ResizableDoubleArray losses = new ResizableDoubleArray();
  private double least = Double.POSITIVE_INFINITY;

  /** Factor 1.3, up to three times the least loss. */
  public LRFinderCB() {
    this(1.3, 3);
  }

  /**
   * A finder.
   *
   * @param gamma the factor by which the rate grows after each batch, above 1
   * @param maxMultiple the multiple of the least loss that ends the search, above 1
   */
  public LRFinderCB(double gamma, double maxMultiple) {
    checkArgument(gamma > 1, "the rate must grow: gamma must be above 1, not %s", gamma);
    checkArgument(maxMultiple > 1, "maxMultiple must be above 1, not %s", maxMultiple);
    this.gamma = gamma;
    this.maxMultiple = maxMultiple;
  }

  /** Searches from 10⁻⁵ by factors of 1.3, up to three times the least loss, at most 10 epochs. */
  public static LRFinderCB lrFind(Learner learner) {
    return lrFind(learner, 1.3, 3, 1e-5, 10);
  }

  /**
   * Trains {@code learner} at rising rates, with all its callbacks, then restores the weights, the
   * optimizer and the mode, however that ended.
   *
   * @param gamma the factor by which the rate grows after each batch, above 1
   * @param maxMultiple the multiple of the least loss that ends the search, above 1
   * @param startLr the rate of the first batch
   * @param maxEpochs the search ends after so many epochs in any case
   * @return the rates and losses, and a suggestion
   */
  public static LRFinderCB lrFind(
      Learner learner, double gamma, double maxMultiple, double startLr, int maxEpochs) {
    LRFinderCB finder = new LRFinderCB(gamma, maxMultiple);
    Module model = learner.model();
    Map<String, Tensor> weights = model.stateDict();
    boolean training = model.training();
    try {
      learner.tryOut(() -> learner.fit(maxEpochs, true, false, List.of(finder), startLr));
    } finally {
      model.loadStateDict(weights);
      model.train(training);
    }
    return finder;
  }

  @Override
  public void beforeFit() {
    rates.clear();
    losses.clear();
    least = Double.POSITIVE_INFINITY;
  }

  @Override
  public void afterBatch() {
    if (!training()) {
      throw new CancelEpochException("the search for a learning rate trains only");
    }
    double loss = learn().loss().item();
    rates.addElement(opt().lr());
    losses.addElement(loss);
    least = Math.min(least, loss);
    if (!Double.isFinite(loss)) {
      throw new CancelFitException("the loss is " + loss);
    }
    if (loss > least * maxMultiple) {
      throw new CancelFitException("the loss has grown to " + maxMultiple + " times its least");
    }
    double rate = opt().lr() * gamma;
    if (!Double.isFinite(rate)) {
      throw new CancelFitException("the learning rate has left the range of numbers");
    }
    opt().lr(rate);
  }

  /** The rates that were tried, one for each batch. */
  public double[] rates() {
    return rates.getElements();
  }

  /** The loss at each of the rates. */
  public double[] losses() {
    return losses.getElements();
  }

  /**
   * A learning rate to train at: halfway into the longest valley of the losses, where they fall
   * steadily (fastai's "valley").
   *
   * @throws IllegalStateException if fewer than two batches were tried
   */
  public double suggestion() {
    double[] seen = losses();
    checkState(
        seen.length > 1, "a suggestion wants the losses of two batches, not %s", seen.length);
    int[] falls = longestFalls(seen);
    int end = 0;
    for (int i = 1; i < falls.length; i++) {
      if (falls[i] > falls[end]) {
        end = i;
      }
    }
    int start = Math.max(0, end - falls[end]);
    double third = (end - start) / 3.0;
    return rates()[start + (int) third + (int) (third / 2)];
  }

  /** For each place the length of the longest falling subsequence that ends there. */
  private static int[] longestFalls(double... values) {
    int[] falls = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      falls[i] = 1;
      for (int j = 0; j < i; j++) {
        if (values[i] < values[j]) {
          falls[i] = Math.max(falls[i], falls[j] + 1);
        }
      }
    }
    return falls;
  }
}
