package ai.miniai.examples.stored;

import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.activations.Activation;

/**
 * A model of dense layers, written in the form of Keras 2.2: the layers as JSON in an attribute,
 * and the weights in a group for each layer. Weights are normal with mean 0 and deviation 1 /
 * √inputs, biases 0.1.
 */
public final class SavedModel {
  private static final long VARIABLE_LENGTH = -1;

  private final int inputs;
  private final List<Dense> layers = new ArrayList<>();
  private final Random random = new Random(1);

  private record Dense(
      String name, int inputs, int units, Activation activation, float[] kernel, float[] bias) {}

  /** A model without layers. */
  public SavedModel(int inputs) {
    this.inputs = inputs;
  }

  /** Adds a layer. */
  public SavedModel dense(int units, Activation activation) {
    int in = layers.isEmpty() ? inputs : layers.get(layers.size() - 1).units;
    float[] kernel = new float[in * units];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    float[] bias = new float[units];
    Arrays.fill(bias, 0.1f);
    layers.add(new Dense("dense_" + (layers.size() + 1), in, units, activation, kernel, bias));
    return this;
  }

  /** The output for one input, computed with plain loops; ReLU, sigmoid and softmax only. */
  double[] output(double... input) {
    double[] x = input;
    for (Dense layer : layers) {
      double[] y = new double[layer.units];
      double sum = 0;
      for (int j = 0; j < y.length; j++) {
        double z = layer.bias[j];
        for (int i = 0; i < x.length; i++) {
          z += x[i] * layer.kernel[i * y.length + j];
        }
        y[j] =
            switch (layer.activation) {
              case RELU -> Math.max(0, z);
              case SIGMOID -> 1 / (1 + Math.exp(-z));
              case SOFTMAX -> Math.exp(z);
              default -> throw new IllegalStateException(layer.toString());
            };
        sum += y[j];
      }
      if (layer.activation == Activation.SOFTMAX) {
        for (int j = 0; j < y.length; j++) {
          y[j] /= sum;
        }
      }
      x = y;
    }
    return x;
  }

  // ---------------------------------------------------------------- writing

  /** Writes it as a Sequential model. */
  public Path writeSequential(Path file) throws IOException {
    return writeSequential(file, "Dense");
  }

  /** With another name of the class of the layers. */
  Path writeSequential(Path file, String type) throws IOException {
    List<Map<String, ?>> confs = new ArrayList<>();
    for (Dense layer : layers) {
      confs.add(Map.of("class_name", type, "config", settings(layer)));
    }
    return write(
        file, Map.of("class_name", "Sequential", "config", Map.of("name", "m", "layers", confs)));
  }

  /** Writes it as a functional model, with a layer for the input. */
  public Path writeFunctional(Path file) throws IOException {
    List<Map<String, ?>> confs = new ArrayList<>();
    confs.add(
        Map.of(
            "class_name",
            "InputLayer",
            "name",
            "input_1",
            "inbound_nodes",
            List.of(),
            "config",
            ImmutableMap.of(
                "name",
                "input_1",
                "batch_input_shape",
                shape(inputs),
                "dtype",
                "float32",
                "sparse",
                false)));
    String last = "input_1";
    for (Dense layer : layers) {
      confs.add(
          Map.of(
              "class_name",
              "Dense",
              "name",
              layer.name,
              "inbound_nodes",
              List.of(List.of(List.of(last, 0, 0, Map.of()))),
              "config",
              settings(layer)));
      last = layer.name;
    }
    return write(
        file,
        Map.of(
            "class_name",
            "Model",
            "config",
            Map.of(
                "name",
                "m",
                "layers",
                confs,
                "input_layers",
                List.of(List.of("input_1", 0, 0)),
                "output_layers",
                List.of(List.of(last, 0, 0)))));
  }

  /** Writes the weights alone, as Keras's {@code save_weights}. */
  Path writeWeights(Path file) {
    try (var h5 = new H5File(file.toString(), H5F_ACC_TRUNC)) {
      weights(h5);
    }
    return file;
  }

  private Path write(Path file, Map<String, ?> model) throws IOException {
    try (var h5 = new H5File(file.toString(), H5F_ACC_TRUNC);
        Group weights = h5.createGroup("model_weights")) {
      attribute(h5, "model_config", new ObjectMapper().writeValueAsString(model));
      version(h5);
      weights(weights);
    }
    return file;
  }

  private static void version(H5Object object) {
    attribute(object, "keras_version", "2.2.4");
    attribute(object, "backend", "tensorflow");
  }

  private void weights(Group group) {
    version(group);
    for (Dense layer : layers) {
      try (Group outer = group.createGroup(layer.name);
          Group inner = outer.createGroup(layer.name)) {
        weightNames(outer, layer.name + "/kernel:0", layer.name + "/bias:0");
        data(inner, "kernel:0", layer.kernel, layer.inputs, layer.units);
        data(inner, "bias:0", layer.bias, layer.units);
      }
    }
  }

  private static void attribute(H5Object object, String name, String text) {
    try (var type = new StrType(PredType.C_S1(), VARIABLE_LENGTH);
        var one = new DataSpace();
        Attribute attribute = object.createAttribute(name, type, one)) {
      attribute.write(type, text);
    }
  }

  /** An array of texts of one length, padded with zeros. */
  private static void weightNames(Group group, String... names) {
    int length = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
    byte[] texts = new byte[length * names.length];
    for (int i = 0; i < names.length; i++) {
      byte[] text = names[i].getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, texts, i * length, text.length);
    }
    try (var type = new StrType(PredType.C_S1(), length);
        var space = new DataSpace(1, new long[] {names.length});
        Attribute attribute = group.createAttribute("weight_names", type, space)) {
      attribute.write(type, new BytePointer(texts));
    }
  }

  private static void data(Group group, String name, float[] values, long... shape) {
    try (var space = new DataSpace(shape.length, shape);
        DataSet set = group.createDataSet(name, PredType.NATIVE_FLOAT(), space)) {
      set.write(new FloatPointer(values), PredType.NATIVE_FLOAT());
    }
  }

  private Map<String, ?> settings(Dense layer) {
    return ImmutableMap.of(
        "name",
        layer.name,
        "trainable",
        true,
        "batch_input_shape",
        shape(layer.inputs),
        "dtype",
        "float32",
        "units",
        layer.units,
        "activation",
        layer.activation.name().toLowerCase(Locale.ROOT),
        "use_bias",
        true,
        "kernel_initializer",
        Map.of("class_name", "Zeros", "config", Map.of()),
        "bias_initializer",
        Map.of("class_name", "Zeros", "config", Map.of()));
  }

  private static List<Object> shape(int size) {
    List<Object> shape = new ArrayList<>();
    shape.add(null);
    shape.add(size);
    return shape;
  }
}
