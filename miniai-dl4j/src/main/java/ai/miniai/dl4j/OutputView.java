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
 * What counts of the outputs of layers: not what a mask hides, and with the features where a
 * recorder looks for them.
 *
 * <p>DL4J tells its recurrent layers nothing of the features' mask, and a listener neither. If no
 * other layer knows it, the labels' mask says that each sequence ends with its last label.
 */
final class OutputView {
  /** Which time steps count, [batch, time]: one for each kind of sequence. */
  private final ImmutableList<INDArray> steps;

  private final boolean channelsLast;

  private OutputView(Stream<INDArray> known, Stream<INDArray> labels, Stream<Layer> layers) {
    ImmutableList<INDArray> told = timeMasks(known);
    this.steps =
        told.isEmpty()
            ? timeMasks(labels)
                .stream()
                .map(OutputView::toTheLast)
                .collect(ImmutableList.toImmutableList())
            : told;
    this.channelsLast = layers.anyMatch(ChannelsLast::is);
  }

  static OutputView of(MultiLayerNetwork network) {
    Layer[] layers = network.getLayers();
    int last = layers.length - 1;
    return new OutputView(
        masks(Arrays.stream(layers, 0, last)),
        masks(Stream.of(layers[last])),
        Arrays.stream(layers));
  }

  static OutputView of(ComputationGraph graph) {
    INDArray[] inputMasks = graph.getInputMaskArrays();
    return new OutputView(
        inputMasks == null ? Stream.of() : Arrays.stream(inputMasks),
        masks(graph.getConfiguration().getNetworkOutputs().stream().map(graph::getLayer)),
        Arrays.stream(graph.getLayers()));
  }

  private static Stream<INDArray> masks(Stream<Layer> layers) {
    return layers.flatMap(layer -> Optional.ofNullable(layer.getMaskArray()).stream());
  }

  private static ImmutableList<INDArray> timeMasks(Stream<@Nullable INDArray> masks) {
    return masks
        .flatMap(mask -> Optional.ofNullable(mask).stream())
        .filter(mask -> mask.rank() == 2 && mask.size(1) > 1)
        .collect(ImmutableList.toImmutableList());
  }

  /** 1 up to the last 1 of each row. */
  private static INDArray toTheLast(INDArray mask) {
    return Nd4j.reverse(Nd4j.reverse(mask.dup('c')).cumsum(1)).gt(0).castTo(mask.dataType());
  }

  /**
   * What counts of {@code output}; null if nothing does.
   *
   * @param layer that has put it out; null if it is a vertex
   */
  @Nullable INDArray of(INDArray output, @Nullable Layer layer) {
    if (output.rank() == 2) {
      INDArray mask = layer == null ? null : layer.getMaskArray();
      return mask != null && mask.length() == output.size(0) ? rows(output, mask) : output;
    }
    if (output.rank() == 3) { // a recorder has features last
      INDArray sequences = channelsLast ? output : output.permute(0, 2, 1);
      for (INDArray mask : steps) {
        if (mask.size(0) == sequences.size(0) && mask.size(1) == sequences.size(1)) {
          return rows(sequences.dup('c').reshape(-1, sequences.size(2)), mask);
        }
      }
      return sequences;
    }
    return output.rank() == 4 && channelsLast ? output.permute(0, 3, 1, 2) : output;
  }

  /** The rows of [rows, features] that the mask lets through. */
  private static @Nullable INDArray rows(INDArray x, INDArray mask) {
    double[] let = mask.dup('c').reshape(mask.length()).toDoubleVector();
    int[] rows = IntStream.range(0, let.length).filter(i -> let[i] != 0).toArray();
    if (rows.length == let.length) {
      return x;
    }
    return rows.length == 0 ? null : Nd4j.pullRows(x, 1, rows);
  }
}
