package ai.miniai.callback.progress;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Training;
import ai.miniai.metric.Inbox;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the numbers of each training batch, for a callback that writes them down and keeps
 * none: loss, learning rate and momentum, and others that are asked for. The loss is read from the
 * device together with the metrics of its batch, so a batch is passed on when the next one ends.
 */
@API(status = API.Status.INTERNAL)
public final class StepLog {
  private static final String LOSS = "loss";
  private static final ImmutableSet<String> PLACE =
      ImmutableSet.of("epoch", "mode", "batch", "step");

  /**
   * The numbers of one training batch.
   *
   * @param epoch from 0
   * @param iteration the index of the batch in its epoch, from 0
   * @param number the index of the batch in the fit, from 0
   * @param values by name, in the order in which they were asked for: "loss", "lr" and "momentum"
   *     (beta1 of Adam) of the first parameter group, then the others
   */
  public record Step(int epoch, int iteration, long number, Map<String, Double> values) {
    /** Keeps a copy of the values, in their order. */
    public Step {
      values = ImmutableMap.copyOf(values);
    }
  }

  private final Map<String, ToDoubleFunction<Training>> numbers = new LinkedHashMap<>();
  private final Consumer<Step> receiver;
  private final Inbox losses = new Inbox(loss -> pass(loss[0]));
  private @Nullable Step waiting;

  /** {@code receiver} gets the batches in their order. */
  public StepLog(Consumer<Step> receiver) {
    this.receiver = receiver;
    number("lr", learn -> learn.opt().lr());
    number("momentum", learn -> learn.opt().groups().get(0).momentum());
  }

  /**
   * Adds a number, computed after each training batch.
   *
   * @throws IllegalArgumentException if there is one of this name, or if it is a name of the
   *     batch's place: "epoch", "mode", "batch", "step"
   */
  public void number(String name, ToDoubleFunction<Training> quantity) {
    checkArgument(
        !PLACE.contains(name) && !names().contains(name),
        "\"%s\" is written already, with %s and %s: choose another name",
        name,
        PLACE,
        names());
    numbers.put(name, quantity);
  }

  /** The names of the values of a step, in their order. */
  public List<String> names() {
    return ImmutableList.<String>builder().add(LOSS).addAll(numbers.keySet()).build();
  }

  /** Passes on the batch before, and takes the numbers of this one. Training batches only. */
  public void afterBatch(Training learn) {
    losses.put(learn.loss());
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(LOSS, Double.NaN); // keeps its place until the loss has been read
    numbers.forEach((name, quantity) -> values.put(name, quantity.applyAsDouble(learn)));
    waiting = new Step(learn.epoch(), learn.iteration(), number(learn), values);
  }

  private static long number(Training learn) {
    return (long) learn.epoch() * learn.dls().train().size() + learn.iteration();
  }

  private void pass(double loss) {
    Step step = waiting;
    if (step != null) {
      waiting = null;
      Map<String, Double> values = new LinkedHashMap<>(step.values());
      values.put(LOSS, loss);
      receiver.accept(new Step(step.epoch(), step.iteration(), step.number(), values));
    }
  }

  /** Passes on the last batch now. */
  public void settle() {
    losses.settle();
  }

  /** Forgets the last batch. */
  public void clear() {
    losses.clear();
    waiting = null;
  }
}
