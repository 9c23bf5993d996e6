package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A layer: exactly one of {@code dense}, {@code conv}, {@code maxpool}, {@code flatten}, {@code
 * dropout}, {@code batchnorm} and {@code activation} says which.
 *
 * @param dense the number of units
 * @param conv the number of output channels, with stride 1
 * @param kernel conv: the width and height of the kernel
 * @param padding conv: the zeros at each side
 * @param maxpool the width and height of the windows
 * @param flatten true
 * @param dropout the fraction that is dropped
 * @param batchnorm true
 * @param activation the activation
 * @param init dense and conv: the initial weights, {@code glorot_uniform} without it
 * @param biasInit dense and conv: the initial biases, {@code zeros} without it
 */
record FaultLayer(
    @Nullable Integer dense,
    @Nullable Integer conv,
    @Nullable Integer kernel,
    int padding,
    @Nullable Integer maxpool,
    @Nullable Boolean flatten,
    @Nullable Double dropout,
    @Nullable Boolean batchnorm,
    @Nullable FaultActivation activation,
    @Nullable String init,
    @Nullable String biasInit) {
  FaultLayer {
    long kinds =
        Stream.of(dense, conv, maxpool, flatten, dropout, batchnorm, activation)
            .filter(Objects::nonNull)
            .count();
    checkArgument(
        kinds == 1,
        "a layer has one of dense, conv, maxpool, flatten, dropout, batchnorm and activation, not"
            + " %s of them",
        kinds);
    checkArgument(conv == null || kernel != null, "a conv needs the size of its kernel");
  }

  FaultInit weights() {
    return FaultInit.of(init == null ? "glorot_uniform" : init);
  }

  FaultInit biases() {
    return FaultInit.of(biasInit == null ? "zeros" : biasInit);
  }
}
