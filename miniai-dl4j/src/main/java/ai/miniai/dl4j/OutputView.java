package ai.miniai.dl4j;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The relevant part of the outputs of layers: without masked values, and with the features in the
 * dimension that a recorder expects.
 *
 * <p>DL4J does not pass the features' mask to recurrent layers or to listeners. If no other layer
 * has the mask, the labels' mask is used, and each sequence ends with its last label.
 */
final class OutputView {
  private final ImmutableList<INDArray> known;
  private final ImmutableList<INDArray> ofLabels;
  private final boolean channelsLast;

  private OutputView(
      Stream<@Nullable INDArray> known, Stream<@Nullable INDArray> ofLabels, Stream<Layer> layers) {
    this.known = present(known);
    this.ofLabels = present(ofLabels);
    this.channelsLast = layers.anyMatch(ChannelsLast::is);
  }

  private static ImmutableList<INDArray> present(Stream<@Nullable INDArray> masks) {
    return masks
        .flatMap(mask -> Optional.ofNullable(mask).stream())
        .collect(ImmutableList.toImmutableList());
  }

  static OutputView of(MultiLayerNetwork network) {
    Layer[] layers = network.getLayers();
    int last = layers.length - 1;
    return new OutputView(
        Arrays.stream(layers, 0, last).map(Layer::getMaskArray),
        Stream.of(layers[last]).map(Layer::getMaskArray),
        Arrays.stream(layers));
  }

  static OutputView of(ComputationGraph graph) {
    INDArray[] inputMasks = graph.getInputMaskArrays();
    return new OutputView(
        inputMasks == null ? Stream.of() : Arrays.stream(inputMasks),
        graph.getConfiguration().getNetworkOutputs().stream()
            .map(graph::getLayer)
            .map(Layer::getMaskArray),
        Arrays.stream(graph.getLayers()));
  }

  /**
   * The relevant part of {@code output}; null if all of it is masked.
   *
   * @param layer the layer that computed it; null if it is a vertex
   */
  @Nullable INDArray of(INDArray output, @Nullable Layer layer) {
    if (output.rank() == 2) {
      INDArray mask = layer == null ? null : layer.getMaskArray();
      return mask != null && mask.length() == output.size(0) ? rows(output, mask) : output;
    }
    if (output.rank() == 3) { // a recorder expects the features in the last dimension
      INDArray sequences = channelsLast ? output : output.permute(0, 2, 1);
      Optional<INDArray> steps = steps(sequences.size(0), sequences.size(1));
      return steps.isEmpty()
          ? sequences
          : rows(sequences.dup('c').reshape(-1, sequences.size(2)), steps.get());
    }
    return output.rank() == 4 && channelsLast ? output.permute(0, 3, 1, 2) : output;
  }

  /** The mask of time steps for such sequences, [batch, time]. */
  private Optional<INDArray> steps(long batch, long time) {
    return known.stream()
        .flatMap(mask -> steps(mask, batch, time).stream())
        .findFirst()
        .or(
            () ->
                ofLabels.stream()
                    .flatMap(mask -> steps(mask, batch, time).stream())
                    .map(OutputView::toTheLast)
                    .findFirst());
  }

  /** Layers that work on [batch · time, features] have masks of that form, in this order. */
  private static Optional<INDArray> steps(INDArray mask, long batch, long time) {
    if (mask.rank() == 2 && mask.size(0) == batch && mask.size(1) == time) {
      return Optional.of(mask);
    }
    return mask.length() == batch * time
        ? Optional.of(mask.reshape('f', batch, time))
        : Optional.empty();
  }

  /** 1 up to and including the last 1 of each row. */
  private static INDArray toTheLast(INDArray mask) {
    INDArray steps = mask.dup('c');
    for (long row = 0; row < steps.size(0); row++) {
      for (long time = steps.size(1) - 2; time >= 0; time--) {
        steps.putScalar(
            row, time, Math.max(steps.getDouble(row, time), steps.getDouble(row, time + 1)));
      }
    }
    return steps;
  }

  /** The rows of [rows, features] that are not masked. */
  private static @Nullable INDArray rows(INDArray x, INDArray mask) {
    double[] let = mask.dup('c').reshape(mask.length()).toDoubleVector();
    int[] rows = IntStream.range(0, let.length).filter(i -> let[i] != 0).toArray();
    if (rows.length == let.length) {
      return x;
    }
    return rows.length == 0 ? null : Nd4j.pullRows(x, 1, rows);
  }
}
