package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.List;

/**
 * A training, in the words of Keras.
 *
 * @param data what it is trained with
 * @param network its layers, in their order
 * @param loss the loss function
 * @param optimizer the optimizer
 * @param batchSize the number of items in a training batch
 * @param epochs the number of passes through the training data
 */
record FaultProgram(
    FaultSource data,
    List<FaultLayer> network,
    KerasLoss loss,
    FaultOptimizer optimizer,
    int batchSize,
    int epochs) {
  FaultProgram {
    checkArgument(data != null, "the field \"data\" of a training is missing");
    checkArgument(loss != null, "the field \"loss\" of a training is missing");
    checkArgument(optimizer != null, "the field \"optimizer\" of a training is missing");
    checkArgument(
        network != null && !network.isEmpty(),
        "the field \"network\" of a training is missing: expected a list of layers");
    network = ImmutableList.copyOf(network);
    checkArgument(batchSize > 0, "expected a batch_size of 1 or more, got %s", batchSize);
    checkArgument(epochs > 0, "expected 1 or more epochs, got %s", epochs);
  }

  /** The number of outputs for each item: the units of the last dense layer. */
  int outputs() {
    return Lists.reverse(network).stream()
        .map(FaultLayer::dense)
        .filter(units -> units != null)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the network has no dense layer: " + network));
  }
}
