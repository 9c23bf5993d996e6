package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Sample;
import ai.miniai.loss.Losses;
import ai.miniai.loss.Reduction;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Lambda;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Softmax;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A mistake that people make, or one of the first few, which are none. */
enum Fault {
  NONE(TrueCause.NONE, task -> true, plan -> {}),
  HALF_RATE(TrueCause.NONE, task -> true, plan -> plan.lr /= 2),
  DOUBLE_RATE(TrueCause.NONE, task -> true, plan -> plan.lr *= 2),

  /** The loss is the sum over the batch, and the rate is smaller by the size of the batch. */
  SUM_WITH_FITTING_RATE(
      TrueCause.NONE,
      Task::usesSgd,
      plan -> {
        plan.reduction = Reduction.SUM;
        plan.lr /= plan.batchSize;
      }),

  // ---------------------------------------------------------------- the rate

  RATE_TOO_HIGH(TrueCause.RATE_TOO_HIGH, task -> true, plan -> plan.lr *= plan.adam ? 100 : 30),
  RATE_TOO_LOW(TrueCause.RATE_TOO_LOW, task -> true, plan -> plan.lr /= 1000),

  /** The loss is the sum over the batch, at the rate for the mean. */
  SUM_WITH_SAME_RATE(TrueCause.SUMMED_LOSS, Task::usesSgd, plan -> plan.reduction = Reduction.SUM),

  /** Batches of one item, with a momentum and a rate for large batches. */
  OSCILLATING(
      TrueCause.OSCILLATING,
      Task::isTable,
      plan -> {
        plan.sgd(0.3);
        plan.batchSize = 1;
        plan.epochs = 1;
        plan.train = plan.train.subset(0, 600);
      }),

  // ---------------------------------------------------------------- the end of the network

  SOFTMAX_BEFORE_CROSS_ENTROPY(
      TrueCause.OUTPUT,
      task -> task.answer() == Task.Answer.CLASS || task.answer() == Task.Answer.TOKENS,
      plan -> plan.output = () -> new Softmax(1)),
  SIGMOID_BEFORE_LOGITS(
      TrueCause.OUTPUT,
      task -> task.answer() == Task.Answer.LOGIT,
      plan -> plan.output = Sigmoid::new),

  /** A loss of the user's own, which clamps probabilities, gets logits. */
  MISSING_SIGMOID(
      TrueCause.OUTPUT,
      task -> task.answer() == Task.Answer.PROBABILITY,
      plan -> {
        plan.output = null;
        plan.losses = kind -> Fault::clampedBinaryCrossEntropy;
      }),

  /** Half of the targets are negative, or logits of the true class should be large. */
  RELU_AT_END(
      TrueCause.OUTPUT,
      task -> task.isRegression() || task.answer() == Task.Answer.LOGIT,
      plan -> plan.output = ReLU::new),

  // ---------------------------------------------------------------- the data

  /** Targets of shape [batch] and predictions of shape [batch, 1] become [batch, batch]. */
  TARGETS_OF_OTHER_SHAPE(
      TrueCause.SHAPES,
      Task::isRegression,
      plan -> {
        plan.changeData(Targets::flat);
        plan.losses = kind -> (predictions, target) -> predictions.minus(target).square().mean();
      }),
  TARGETS_NOT_SCALED(
      TrueCause.TARGETS,
      Task::isRegression,
      plan -> plan.changeData(data -> Targets.changed(data, y -> 1000 + 300 * y))),
  INPUTS_NOT_NORMALISED(
      TrueCause.INPUTS,
      task -> task.isTable() || task == Task.IMAGES,
      plan -> plan.changeData(plan::unnormalised)),
  NAN_INPUT(
      TrueCause.DAMAGED_INPUT, task -> task.isTable() || task == Task.IMAGES, Fault::spoilOneInput),
  RANDOM_LABELS(
      TrueCause.LABELS,
      task -> task != Task.AUTOENCODER && task != Task.LANGUAGE,
      plan -> plan.train = Targets.mixed(plan.train)),

  /** Classes count from 1 in training and from 0 in validation, or rows have moved. */
  SHIFTED_VALIDATION(
      TrueCause.VALIDATION_LABELS,
      task -> task.hasClasses() || task.isRegression(),
      plan -> {
        plan.valid = Targets.ofNextItem(plan.valid);
        plan.measured = plan.valid;
      }),
  SORTED(
      TrueCause.ORDER,
      task -> task.hasClasses() || task.isRegression(),
      plan -> {
        plan.train = Targets.sorted(plan.train);
        plan.shuffled = false;
      }),

  /** All labels are 0, because they were divided by 255 as the pixels are. */
  ONE_CLASS(
      TrueCause.SAME_LABELS,
      Task::hasClasses,
      plan -> {
        plan.train = Targets.changed(plan.train, y -> 0);
        plan.valid = Targets.changed(plan.valid, y -> 0);
      }),
  OVERFITTING(
      TrueCause.FEW_ITEMS,
      task -> task.isTable() || task == Task.IMAGES,
      plan -> {
        plan.train = plan.train.subset(0, 64);
        plan.batchSize = 16;
        plan.epochs = 60;
        plan.shape = new Mlp(plan.shape.in(), 2, 128, plan.shape.out());
      }),
  TOO_FEW_EPOCHS(
      TrueCause.FEW_EPOCHS,
      task -> true,
      plan -> {
        plan.epochs = 1;
        plan.train = plan.train.subset(0, 30 * plan.batchSize);
        plan.lr /= 5;
      }),

  // ---------------------------------------------------------------- the network

  /** As many hidden layers of sigmoids as nobody takes any more. */
  DEEP_SIGMOIDS(
      TrueCause.VANISHING_SIGNALS,
      Task::isMlp,
      plan -> {
        plan.shape = new Mlp(plan.shape.in(), 6, 32, plan.shape.out());
        plan.act = Sigmoid::new;
      }),
  DROPOUT_95(
      TrueCause.DROPOUT,
      task -> task != Task.NOISY_TABLE && task != Task.RARE_TABLE,
      plan -> plan.between = () -> new Dropout(0.95)),

  /** Only what comes after the last hidden layer gets gradients. */
  DETACHED(
      TrueCause.NO_GRADIENTS,
      task -> true,
      plan -> plan.between = () -> new Lambda("detach", Tensor::detach)),
  FROZEN_BODY(TrueCause.NO_GRADIENTS, task -> true, plan -> plan.spoil = Weights::freezeBody),
  DEAD_RELUS(
      TrueCause.DEAD_LAYER, task -> !task.isOfTokens(), plan -> plan.spoil = Weights::killLayer),
  ZERO_WEIGHTS(
      TrueCause.SYMMETRY,
      task -> !task.isOfTokens(),
      plan -> plan.spoil = network -> Weights.fill(network, 0)),
  EQUAL_WEIGHTS(
      TrueCause.SYMMETRY,
      task -> !task.isOfTokens(),
      plan -> plan.spoil = network -> Weights.fill(network, 0.05)),

  /** Batches of two items, with a batch normalisation and a rate that would be right without. */
  NORM_OF_TWO_ITEMS(
      TrueCause.SMALL_BATCH,
      task -> task.isTable() || task == Task.IMAGES,
      plan -> {
        plan.norm = plan.fittingNorm;
        plan.batchSize = 2;
        plan.lr /= 8;
        plan.epochs = 1;
        plan.train = plan.train.subset(0, 1200);
      }),

  // ---------------------------------------------------------------- the optimizer

  FORGOTTEN_ZERO_GRAD(TrueCause.OLD_GRADIENTS, task -> true, plan -> plan.clearsGradients = false),
  WEIGHT_DECAY(TrueCause.DECAY, task -> true, plan -> plan.weightDecay = plan.adam ? 30 : 0.3);

  private final TrueCause cause;
  private final Predicate<Task> fits;
  private final Consumer<Plan> change;

  /** A fault that is made in the tasks that it {@code fits}. */
  Fault(TrueCause cause, Predicate<Task> fits, Consumer<Plan> change) {
    this.cause = cause;
    this.fits = fits;
    this.change = change;
  }

  /** What a diagnosis should say. */
  TrueCause cause() {
    return cause;
  }

  /**
   * Whether a treatment could undo it. What is wrong with labels, or with the code of a network, is
   * left to people; more data are not to be had.
   */
  boolean isTreatable() {
    return this != DETACHED
        && cause != TrueCause.NONE
        && cause != TrueCause.LABELS
        && cause != TrueCause.VALIDATION_LABELS
        && cause != TrueCause.SAME_LABELS
        && cause != TrueCause.FEW_ITEMS;
  }

  /** Whether people would make it in this task, and it matters there. */
  boolean fits(Task task) {
    return fits.test(task);
  }

  void applyTo(Plan plan) {
    change.accept(plan);
  }

  private static void spoilOneInput(Plan plan) {
    HostArray.Floats input = (HostArray.Floats) plan.train.get(100).arrays().get(0);
    float[] values = input.values().clone();
    values[0] = Float.NaN;
    HostArray broken = new HostArray.Floats(values, input.shape());
    plan.train =
        plan.train.map(
            sample ->
                sample.arrays().get(0).equals(input)
                    ? Sample.of(broken, sample.arrays().get(1))
                    : sample);
  }

  private static Tensor clampedBinaryCrossEntropy(Tensor probabilities, Tensor target) {
    return Losses.binaryCrossEntropy(probabilities.clamp(1e-6, 1 - 1e-6), target);
  }
}
