package ai.miniai.treatment;

import ai.miniai.setup.LayerInfo;
import ai.miniai.setup.LossForm;
import ai.miniai.setup.LossInfo;
import ai.miniai.setup.OutputInfo;
import ai.miniai.setup.RunSetup;
import ai.miniai.setup.TargetInfo;
import ai.miniai.setup.TargetKind;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a network does to its outputs at the very end. */
enum Ending {
  /** Nothing: they are logits, or numbers. */
  NONE("Identity", "no activation", x -> x),
  SIGMOID("Sigmoid", "a sigmoid", Tensor::sigmoid),
  SOFTMAX("Softmax", "a softmax", x -> x.softmax(1)),
  LOG_SOFTMAX("LogSoftmax", "a log-softmax", x -> x.logSoftmax(1));

  /** The activations that can be left out. */
  private static final ImmutableSet<String> ACTIVATIONS =
      ImmutableSet.of("ReLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Softplus");

  private static final ImmutableSet<String> PASSING =
      ImmutableSet.of("Flatten", "Identity", "Dropout");

  private final String type;
  private final String words;
  private final UnaryOperator<Tensor> function;

  Ending(String type, String words, UnaryOperator<Tensor> function) {
    this.type = type;
    this.words = words;
    this.function = function;
  }

  /** The type of the module that does this. */
  String type() {
    return type;
  }

  /** As in "end with a sigmoid". */
  String words() {
    return words;
  }

  Tensor applyTo(Tensor x) {
    return function.apply(x);
  }

  /**
   * The ending that fits loss and targets. Empty if the network already ends so, if it cannot be
   * changed from outside, or if another loss is needed.
   */
  static Optional<Ending> fitting(RunSetup setup) {
    String last = lastType(setup);
    return setup
        .loss()
        .flatMap(loss -> fitting(setup, loss, last))
        .filter(ending -> !ending.type.equals(last))
        .filter(ending -> ending != NONE || ACTIVATIONS.contains(last));
  }

  /** The type of the last layer, not counting those that only pass on. */
  private static String lastType(RunSetup setup) {
    return Lists.reverse(setup.layers()).stream()
        .map(LayerInfo::type)
        .filter(type -> !PASSING.contains(type))
        .findFirst()
        .orElse("");
  }

  private static Optional<Ending> fitting(RunSetup setup, LossInfo loss, String last) {
    boolean single = setup.outputs().map(OutputInfo::size).filter(size -> size == 1).isPresent();
    Optional<TargetInfo> targets = setup.targets();
    LossForm form = loss.form();
    return switch (form) {
      case SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY -> Optional.of(NONE);
      case CATEGORICAL_CROSS_ENTROPY -> single ? Optional.empty() : Optional.of(SOFTMAX);
      case NEGATIVE_LOG_LIKELIHOOD -> single ? Optional.empty() : Optional.of(LOG_SOFTMAX);
      case BINARY_CROSS_ENTROPY ->
          targets.filter(t -> t.min() >= 0 && t.max() <= 1).map(t -> SIGMOID);
      case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER, UNKNOWN ->
          targets.flatMap(t -> ofNumbers(t.kind(), single, last));
    };
  }

  private static Optional<Ending> ofNumbers(TargetKind kind, boolean single, String last) {
    return switch (kind) {
      case NUMBERS -> Optional.of(NONE);
      case BINARY -> single && last.equals("Softmax") ? Optional.of(SIGMOID) : ifRelu(last);
      case ONE_HOT -> ifRelu(last);
      case CLASSES -> Optional.empty();
    };
  }

  /** A distance to 0 and 1 can be learned, unless a ReLU is stuck at 0. */
  private static Optional<Ending> ifRelu(String last) {
    return last.equals("ReLU") ? Optional.of(NONE) : Optional.empty();
  }
}
