package ai.miniai.callback.schedule;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelEpochException;
import ai.miniai.callback.CancelFitException;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.util.ResizableDoubleArray;

/**
 * The learning rate finder: increases the learning rate after each batch and records the loss,
 * until it exceeds a multiple of the lowest loss so far. Use {@link #lrFind}, which restores the
 * weights. Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2015.
 *
 * <p>The rates of all parameter groups grow by the same factor. What is recorded and suggested is
 * the learning rate of the fit, from which the optimizer's factory derives those of its groups:
 * give it to {@code fit}.
 *
 * <p>If the lowest loss is 0 or negative, the search ends when the loss exceeds it by (maxMultiple
 * − 1) times the largest absolute loss before.
 */
public final class LRFinderCB extends Callback {
  private final double gamma;
  private final double maxMultiple;
  private final ResizableDoubleArray rates = new ResizableDoubleArray();
  private final ResizableDoubleArray losses = new ResizableDoubleArray();
  private double least = Double.POSITIVE_INFINITY;
  private double largest;
  private double rate;

  /** With gamma = 1.3 and maxMultiple = 3. */
  public LRFinderCB() {
    this(1.3, 3);
  }

  /**
   * A learning rate finder.
   *
   * @param gamma the factor by which the rate grows after each batch, above 1
   * @param maxMultiple the multiple of the lowest loss that ends the search, above 1
   */
  public LRFinderCB(double gamma, double maxMultiple) {
    checkArgument(gamma > 1, "the rate must grow: gamma must be above 1, not %s", gamma);
    checkArgument(maxMultiple > 1, "maxMultiple must be above 1, not %s", maxMultiple);
    this.gamma = gamma;
    this.maxMultiple = maxMultiple;
  }

  /** With gamma = 1.3, maxMultiple = 3, startLr = 10⁻⁵ and maxEpochs = 10. */
  public static LRFinderCB lrFind(Learner learner) {
    return lrFind(learner, 1.3, 3, 1e-5, 10);
  }

  /**
   * Trains {@code learner} at increasing learning rates, then restores the weights, the optimizer
   * and the mode, also after a failure. The learner's callbacks run, except recorders and the like
   * ({@link Callback#inTryOut}).
   *
   * @param gamma the factor by which the rate grows after each batch, above 1
   * @param maxMultiple the multiple of the lowest loss that ends the search, above 1
   * @param startLr the rate of the first batch
   * @param maxEpochs the search ends after this number of epochs at the latest
   * @return the finder, with rates, losses and suggestions
   */
  public static LRFinderCB lrFind(
      Learner learner, double gamma, double maxMultiple, double startLr, int maxEpochs) {
    LRFinderCB finder = new LRFinderCB(gamma, maxMultiple);
    Module model = learner.model();
    Map<String, Tensor> weights = model.stateDict();
    try {
      learner.tryOut(() -> learner.fit(maxEpochs, true, false, List.of(finder), startLr));
    } finally {
      model.loadStateDict(weights);
    }
    return finder;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(LRFinderCB.class);
  }

  @Override
  public void beforeFit() {
    rates.clear();
    losses.clear();
    least = Double.POSITIVE_INFINITY;
    largest = 0;
    rate = learn().lr();
  }

  @Override
  public void afterBatch() {
    if (!training()) {
      throw new CancelEpochException("the search for a learning rate trains only");
    }
    double loss = learn().loss().item();
    rates.addElement(rate);
    losses.addElement(loss);
    if (!Double.isFinite(loss)) {
      throw new CancelFitException("the loss is " + loss);
    }
    least = Math.min(least, loss);
    if (least > 0 && loss > least * maxMultiple) {
      throw new CancelFitException("the loss has grown to " + maxMultiple + " times its least");
    }
    if (least <= 0 && largest > 0 && loss - least > (maxMultiple - 1) * largest) {
      throw new CancelFitException(
          "the loss has grown from " + least + " to " + loss + ", of magnitudes to " + largest);
    }
    largest = Math.max(largest, Math.abs(loss));
    rate *= gamma;
    for (ParameterGroup group : opt().groups()) {
      double next = group.lr() * gamma;
      if (!Double.isFinite(next)) {
        throw new CancelFitException("the learning rate has left the range of numbers");
      }
      group.lr(next);
    }
  }

  /** The learning rate of each batch. */
  public double[] rates() {
    return rates.getElements();
  }

  /** The loss of each batch. */
  public double[] losses() {
    return losses.getElements();
  }

  /**
   * The suggested learning rate, by {@link SuggestionMethod#VALLEY}.
   *
   * @throws IllegalStateException if there were fewer than seven batches
   */
  public double suggestion() {
    return suggestion(SuggestionMethod.VALLEY);
  }

  /**
   * The suggested learning rate.
   *
   * @throws IllegalStateException if there were too few batches for this method
   */
  public double suggestion(SuggestionMethod method) {
    return method.suggest(curve());
  }

  /** The suggestions of all methods for which there were enough batches. */
  public Map<SuggestionMethod, Double> suggestions() {
    LossCurve curve = curve();
    return Stream.of(SuggestionMethod.values())
        .filter(method -> method.isPossible(curve))
        .collect(toImmutableMap(method -> method, method -> method.suggest(curve)));
  }

  private LossCurve curve() {
    return LossCurve.of(rates(), losses());
  }
}
