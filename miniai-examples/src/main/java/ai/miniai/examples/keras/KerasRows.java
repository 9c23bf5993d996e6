package ai.miniai.examples.keras;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.examples.faults.NumberFile;
import ai.miniai.tensor.HostArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a row of numbers is for a network: its inputs, then the targets.
 *
 * @param inputs the number of inputs
 * @param outputs the number of outputs
 * @param index whether the target is the index of a class, and not one number for each output
 */
record KerasRows(int inputs, int outputs, boolean index) {

  /** For a network that takes and returns rows of numbers. */
  static KerasRows of(ComputationGraph network, boolean index) {
    List<String> names = network.getConfiguration().getNetworkInputs();
    int inputs =
        Arrays.stream(network.getVertices())
            .filter(
                vertex ->
                    names.equals(
                        network.getConfiguration().getVertexInputs().get(vertex.getVertexName())))
            .filter(vertex -> vertex.hasLayer())
            .map(vertex -> vertex.getLayer().conf().getLayer())
            .mapToInt(layer -> layer instanceof FeedForwardLayer dense ? (int) dense.getNIn() : 0)
            .max()
            .orElse(0);
    checkArgument(
        names.size() == 1 && inputs > 0 && network.getNumOutputArrays() == 1,
        "expected a network with one output whose one input is a row of numbers, for a Dense layer;"
            + " this one has the inputs %s and the outputs %s",
        names,
        network.getConfiguration().getNetworkOutputs());
    long outputs = network.output(Nd4j.zeros(DataType.FLOAT, 1, inputs))[0].size(1);
    return new KerasRows(inputs, Math.toIntExact(outputs), index);
  }

  /**
   * The rows of a CSV file without a header.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a row has more or fewer numbers, or the index of a class
   *     that the network does not have; the message says which
   */
  Dataset read(Path csv) throws IOException {
    return Dataset.of(
        NumberFile.read(csv, inputs + (index ? 1 : outputs)).stream()
            .map(
                row ->
                    Sample.of(
                        new HostArray.Floats(Arrays.copyOf(row, inputs), inputs),
                        index ? label(row[inputs], csv) : numbers(row)))
            .toList());
  }

  private HostArray numbers(float... row) {
    return new HostArray.Floats(Arrays.copyOfRange(row, inputs, row.length), outputs);
  }

  private HostArray label(float number, Path csv) {
    checkArgument(
        number >= 0 && number < outputs && number == Math.rint(number),
        "%s: expected the index of one of %s classes after the inputs, got %s",
        csv,
        outputs,
        number);
    return new HostArray.Longs(new long[] {(long) number});
  }
}
