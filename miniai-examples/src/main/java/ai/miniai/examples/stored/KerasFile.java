package ai.miniai.examples.stored;

import ai.miniai.device.Device;
import ai.miniai.io.FileErrors;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.hdf5.Exception;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A model that Keras has saved with {@code model.save("….h5")}: layers and weights. */
public final class KerasFile {
  static {
    Device.prepare(); // before DL4J starts ND4J
  }

  private static final String CONFIGURATION = "model_config";

  private KerasFile() {}

  /**
   * The network, without training settings. It ends in what Keras's model returns, not in an output
   * layer.
   *
   * @throws IOException if the file cannot be read, is no such model, or DL4J's import does not
   *     know a layer in it; the message says which
   */
  public static ComputationGraph read(Path file) throws IOException {
    try {
      Files.newInputStream(file).close(); // HDF5 does not say why a file cannot be opened
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
    try {
      Exception.dontPrint(); // HDF5 would print its errors, which are reported below
      return imported(file.toString());
    } catch (UnsupportedKerasConfigurationException
        | InvalidKerasConfigurationException
        | RuntimeException e) {
      throw new IOException("DL4J's import cannot read " + file + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IOException(
          "cannot read "
              + file
              + ": there is no HDF5 library for this machine, only for Linux (x86-64, arm64),"
              + " Windows and Macs with Intel's processors",
          e);
    }
  }

  private static ComputationGraph imported(String file)
      throws IOException,
          UnsupportedKerasConfigurationException,
          InvalidKerasConfigurationException {
    return isSequential(file)
        ? graph(KerasModelImport.importKerasSequentialModelAndWeights(file, false))
        : KerasModelImport.importKerasModelAndWeights(file, false);
  }

  /** The same network; DL4J's own conversion forgets the names. */
  static ComputationGraph graph(MultiLayerNetwork chain) {
    MultiLayerConfiguration conf = chain.getLayerWiseConfigurations();
    String last = "input";
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(conf.getDataType())
            .graphBuilder()
            .addInputs(last);
    for (int i = 0; i < chain.getnLayers(); i++) {
      Layer layer = conf.getConf(i).getLayer();
      builder.addLayer(layer.getLayerName(), layer, conf.getInputPreProcess(i), last);
      last = layer.getLayerName();
    }
    var graph = new ComputationGraph(builder.setOutputs(last).build());
    graph.init();
    graph.setParams(chain.params());
    return graph;
  }

  private static boolean isSequential(String file)
      throws IOException, UnsupportedKerasConfigurationException {
    try (Hdf5Archive archive = open(file)) {
      if (!archive.hasAttribute(CONFIGURATION)) {
        throw new IOException(
            file
                + " has weights but no model: save it with model.save(\"model.h5\"), not with"
                + " save_weights");
      }
      return new ObjectMapper()
          .readTree(archive.readAttributeAsJson(CONFIGURATION))
          .path("class_name")
          .asText()
          .equals("Sequential");
    }
  }

  private static Hdf5Archive open(String file) throws IOException {
    try {
      return new Hdf5Archive(file);
    } catch (RuntimeException e) { // JavaCPP's form of HDF5's own errors
      throw new IOException(
          file
              + " is not an HDF5 file: save the model with model.save(\"model.h5\"), in the format"
              + " that ends in .h5",
          e);
    }
  }
}
