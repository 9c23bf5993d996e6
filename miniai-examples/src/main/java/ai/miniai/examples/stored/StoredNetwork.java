package ai.miniai.examples.stored;

import ai.miniai.device.Device;
import ai.miniai.examples.faults.FaultOptimizer;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network from a file: of DL4J's {@code ModelSerializer} or of Keras's {@code
 * model.save("….h5")}.
 */
public final class StoredNetwork {
  static {
    Device.prepare(); // before DL4J starts ND4J
  }

  private static final byte[] ZIP = {'P', 'K'};
  private static final String DL4J = "configuration.json";
  private static final String KERAS_3 = "model.weights.h5";

  private final ComputationGraph graph;
  private final Path file;

  private StoredNetwork(ComputationGraph graph, Path file) {
    this.graph = graph;
    this.file = file;
  }

  /**
   * Reads a network, in any of the two formats.
   *
   * @throws IOException if the file cannot be read, or holds no such network; the message says why
   *     and what to do
   */
  public static StoredNetwork read(Path file) throws IOException {
    byte[] first = new byte[ZIP.length];
    try (var in = Files.newInputStream(file)) {
      int unused = ByteStreams.read(in, first, 0, first.length);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
    return new StoredNetwork(Arrays.equals(first, ZIP) ? ofDl4j(file) : KerasFile.read(file), file);
  }

  private static ComputationGraph ofDl4j(Path file) throws IOException {
    boolean isGraph;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(KERAS_3) != null) {
        throw new IOException(
            file
                + " is in Keras 3's format, which DL4J's import cannot read: save the model as"
                + " HDF5 in Keras 2, model.save(\"model.h5\"), or with TF_USE_LEGACY_KERAS=1");
      }
      ZipEntry settings = zip.getEntry(DL4J);
      if (settings == null) {
        throw new IOException(
            file
                + " is a zip file without "
                + DL4J
                + ": expected one that DL4J's ModelSerializer.writeModel has written, or a Keras"
                + " model in HDF5 (.h5)");
      }
      isGraph = new ObjectMapper().readTree(zip.getInputStream(settings)).has("vertices");
    } catch (ZipException | JsonProcessingException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    try {
      return isGraph
          ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
          : KerasFile.graph(ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false));
    } catch (RuntimeException e) {
      throw new IOException("DL4J cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  ComputationGraph graph() {
    return graph;
  }

  /** Whether it ends in an output layer, and so has a loss of its own. */
  public boolean hasLoss() {
    return graph.getNumOutputArrays() == 1 && graph.getOutputLayer(0) instanceof IOutputLayer;
  }

  /**
   * The updater of the file, as an optimizer: of the first layer that has one.
   *
   * @throws IllegalArgumentException if there is none, or no such optimizer
   */
  public FaultOptimizer optimizer() {
    return Arrays.stream(graph.getLayers())
        .map(layer -> layer.conf().getLayer())
        .filter(layer -> layer instanceof BaseLayer)
        .map(layer -> ((BaseLayer) layer).getIUpdater())
        .filter(updater -> updater != null && updater.hasLearningRate())
        .findFirst()
        .flatMap(Updaters::read)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the updater in "
                        + file
                        + " is none of Sgd, Nesterovs, Adam and RmsProp: name an --optimizer"));
  }

  /** The number of inputs of an item, if the network takes rows of numbers. */
  Optional<Integer> rowInputs() {
    List<String> names = graph.getConfiguration().getNetworkInputs();
    return graph.getConfiguration().getVertices().entrySet().stream()
        .filter(
            vertex -> names.equals(graph.getConfiguration().getVertexInputs().get(vertex.getKey())))
        .filter(vertex -> vertex.getValue() instanceof LayerVertex)
        .map(vertex -> rowInputs((LayerVertex) vertex.getValue()))
        .filter(inputs -> inputs > 0)
        .findFirst();
  }

  private static int rowInputs(LayerVertex vertex) {
    if (vertex.getPreProcessor() instanceof FeedForwardToCnnPreProcessor image) {
      return Math.toIntExact(
          image.getInputHeight() * image.getInputWidth() * image.getNumChannels());
    }
    return vertex.getLayerConf().getLayer() instanceof FeedForwardLayer layer
            && !(layer instanceof ConvolutionLayer)
            && !(layer instanceof BaseRecurrentLayer)
        ? Math.toIntExact(layer.getNIn())
        : 0;
  }

  /**
   * The shape of what it returns for one item, such as [10].
   *
   * @throws IllegalArgumentException if it does not take such an item; the message says what it is
   */
  long[] outputShape(INDArray item) {
    if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
      throw new IllegalArgumentException(
          "expected a network with one input and one output; %s has the inputs %s and the outputs %s"
              .formatted(
                  file,
                  graph.getConfiguration().getNetworkInputs(),
                  graph.getConfiguration().getNetworkOutputs()));
    }
    try {
      long[] shape = graph.outputSingle(item).shape();
      return Arrays.copyOfRange(shape, 1, shape.length);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s does not take items of shape %s: it begins with %s. DL4J says: %s"
              .formatted(
                  file,
                  Arrays.toString(Arrays.copyOfRange(item.shape(), 1, item.rank())),
                  firstLayer(),
                  e.getMessage()),
          e);
    }
  }

  private String firstLayer() {
    var layer = graph.getLayers()[0].conf().getLayer();
    return layer.getLayerName()
        + " ("
        + layer.getClass().getSimpleName()
        + (layer instanceof FeedForwardLayer of ? " " + of.getNIn() + ", " + of.getNOut() : "")
        + ")";
  }

  /** The names of its layers and the number of its parameters, in one line. */
  @Override
  public String toString() {
    return "%s: %s layers, %s parameters".formatted(file, graph.getNumLayers(), graph.numParams());
  }
}
