package ai.miniai.setup;

import ai.miniai.loss.LossFunction;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.util.ResizableDoubleArray;
import org.apiguardian.api.API;

/**
 * Finds out how a run is set up by looking at some of its batches: what its loss function computes,
 * what its targets and outputs are, and the loss of guessing. For callbacks and listeners, which
 * say what they know, and pass on the batches that are {@link #isWanted}. It changes nothing, and
 * what it cannot find out stays unknown.
 */
@API(status = API.Status.INTERNAL)
public final class SetupObserver implements Stateful {
  /** The number of batches at the start that are all observed. */
  private static final int FIRST = 100;

  /** After them, every so many batches one is observed. */
  private static final int EVERY = 10;

  /** The tolerance between the loss of the run and that of its loss function. */
  private static final double SAME = 1e-3;

  private static final String TRAINING = "training";
  private static final String VALIDATION = "validation";

  private RunSetup known = RunSetup.UNKNOWN;
  private LoopHabits habits = LoopHabits.NONE;
  private Optional<LossInfo> loss = Optional.empty();
  private Optional<TargetStatistics> targets = Optional.empty();
  private Optional<GuessingLoss> guess = Optional.empty();
  private OutputStatistics outputs = new OutputStatistics();
  private SameItems items = new SameItems();
  private final ResizableDoubleArray training = new ResizableDoubleArray();
  private final ResizableDoubleArray validation = new ResizableDoubleArray();
  private int batchSize;
  private double largestRate;
  private double passSum;
  private double passItems;

  /** Starts anew with what is known already: framework, layers, optimizer, batches per pass. */
  public void begin(RunSetup setup) {
    known = setup;
    habits = setup.habits();
    loss = setup.loss();
    targets = Optional.empty();
    guess = Optional.empty();
    outputs = new OutputStatistics();
    items = new SameItems();
    training.clear();
    validation.clear();
    batchSize = setup.batchSize();
    largestRate = 0;
    passSum = 0;
    passItems = 0;
  }

  /** Notes what the training loop does. */
  public void note(LoopHabits found) {
    habits = found;
  }

  /** Notes the learning rate of a step. */
  public void step(double rate) {
    largestRate = Math.max(largestRate, rate);
  }

  /** Whether a batch is observed; {@code index}: its index in the training or validation pass. */
  public static boolean isWanted(int index) {
    return index < FIRST || index % EVERY == 0;
  }

  /** Looks for items with the same inputs and different targets in a training batch. */
  public void compare(List<Tensor> inputs, Tensor target) {
    boolean rows =
        target.rank() > 0
            && inputs.stream().allMatch(x -> x.rank() > 0 && x.size(0) == target.size(0));
    if (rows) {
      quietly(() -> items.add(inputs, target));
    }
  }

  /**
   * Observes a training batch.
   *
   * @param index the index of the batch, counted from 0 over the whole run
   * @param lossOfRun the loss that the run has computed from the output and the target
   */
  public void train(
      int index, Tensor output, Tensor target, LossFunction function, Tensor lossOfRun) {
    quietly(
        () -> {
          Optional<ObservedBatch> observed = ObservedBatch.of(output, target);
          outputs.add(output, observed.map(ObservedBatch::classes).orElse(-1));
          observed.ifPresent(batch -> train(index, batch, function, lossOfRun));
        });
  }

  private void train(int index, ObservedBatch batch, LossFunction function, Tensor lossOfRun) {
    double[] numbers = batch.target().toDoubles();
    if (targets.isEmpty()) {
      targets = Optional.of(new TargetStatistics(batch));
      batchSize = batch.items();
      start(batch, function, lossOfRun, numbers);
    } else {
      guess.ifPresent(constant -> guess(index, constant.of(batch, function)));
      guess.ifPresent(constant -> constant.learn(batch, numbers));
    }
    targets.orElseThrow().add(batch, numbers);
  }

  /** Looks at the first batch; it cannot be guessed before its targets are known. */
  private void start(
      ObservedBatch batch, LossFunction function, Tensor lossOfRun, double... numbers) {
    double again = function.loss(batch.output(), batch.target()).item();
    if (!isSame(lossOfRun.item(), again)) {
      return; // the run computes its loss in another way
    }
    LossInfo info = loss.orElseGet(() -> LossProbe.info(batch, function, numbers));
    GuessingLoss constant = new GuessingLoss(batch.width(), info.form());
    constant.learn(batch, numbers);
    constant.of(batch, function);
    guess = Optional.of(constant);
    loss = Optional.of(info);
  }

  private static boolean isSame(double a, double b) {
    return !(Math.abs(a - b) > SAME * Math.max(Math.abs(a), Math.abs(b)));
  }

  private void guess(int index, double value) {
    while (training.getNumElements() < index) {
      training.addElement(Double.NaN);
    }
    training.addElement(value);
  }

  /** Observes a validation batch. */
  public void validate(Tensor output, Tensor target, LossFunction function) {
    quietly(
        () ->
            guess.ifPresent(
                constant ->
                    ObservedBatch.of(output, target)
                        .ifPresent(
                            batch -> {
                              double loss = constant.of(batch, function);
                              if (Double.isFinite(loss)) {
                                passSum += loss * batch.items();
                                passItems += batch.items();
                              }
                            })));
  }

  /** Ends a validation pass. */
  public void endPass() {
    validation.addElement(passItems > 0 ? passSum / passItems : Double.NaN);
    passSum = 0;
    passItems = 0;
  }

  /**
   * What cannot be watched stays unknown: a loss function may take more than this class knows. It
   * may also draw random numbers, which the training must not miss.
   */
  private void quietly(Runnable watching) {
    Seed.State numbers = Seed.state();
    try {
      Autograd.noGrad(watching);
    } catch (RuntimeException unusual) {
      guess = Optional.empty();
    } finally {
      Seed.restore(numbers);
    }
  }

  /** What has been found out so far. */
  public RunSetup setup() {
    return new RunSetup(
        known.framework(),
        known.layers(),
        loss,
        known.optimizer().map(one -> largestRate > 0 ? one.at(largestRate) : one),
        outputs.info(),
        targets.map(seen -> seen.info(items.conflicts())),
        batchSize,
        known.batchesPerPass(),
        known.plannedBatches(),
        habits);
  }

  /** The losses of guessing; what else is known is found out again after a resumption. */
  @Override
  public Map<String, Tensor> stateDict() {
    return ImmutableMap.of(
        TRAINING, StateDicts.tensor(training.getElements()),
        VALIDATION, StateDicts.tensor(validation.getElements()));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    training.clear();
    training.addElements(StateDicts.values(state, TRAINING));
    validation.clear();
    validation.addElements(StateDicts.values(state, VALIDATION));
  }

  /** The losses of guessing so far. */
  public Guessing guessing() {
    return new Guessing(
        ImmutableDoubleArray.copyOf(training.getElements()),
        ImmutableDoubleArray.copyOf(validation.getElements()));
  }
}
