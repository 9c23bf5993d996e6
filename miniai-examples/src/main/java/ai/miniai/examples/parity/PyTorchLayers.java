package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Dropout;
import ai.miniai.nn.ELU;
import ai.miniai.nn.Embedding;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GELU;
import ai.miniai.nn.Identity;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.LogSoftmax;
import ai.miniai.nn.Module;
import ai.miniai.nn.PReLU;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Softmax;
import ai.miniai.nn.Softplus;
import ai.miniai.nn.Tanh;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.nn.norm.InstanceNorm2d;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.nn.norm.RMSNorm;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

/** Makes layers of PyTorch's class names and arguments. */
final class PyTorchLayers {
  private static final double EPS = 1e-5;

  private static final ImmutableMap<String, GELU.Approximate> APPROXIMATIONS =
      ImmutableMap.of("none", GELU.Approximate.NONE, "tanh", GELU.Approximate.TANH);

  private static final ImmutableMap<String, Arguments.Maker<Module>> SIMPLE =
      ImmutableMap.<String, Arguments.Maker<Module>>builder()
          .put("Linear", PyTorchLayers::linear)
          .put("Embedding", PyTorchLayers::embedding)
          .put("LayerNorm", PyTorchLayers::layerNorm)
          .put("GroupNorm", PyTorchLayers::groupNorm)
          .put("BatchNorm1d", PyTorchLayers::batchNorm1d)
          .put("BatchNorm2d", PyTorchLayers::batchNorm2d)
          .put("InstanceNorm2d", PyTorchLayers::instanceNorm2d)
          .put("RMSNorm", PyTorchLayers::rmsNorm)
          .put("ReLU", arguments -> plain(arguments, ReLU::new))
          .put("SiLU", arguments -> plain(arguments, SiLU::new))
          .put("Sigmoid", arguments -> plain(arguments, Sigmoid::new))
          .put("Tanh", arguments -> plain(arguments, Tanh::new))
          .put("Identity", arguments -> plain(arguments, Identity::new))
          .put("LeakyReLU", PyTorchLayers::leakyRelu)
          .put("ELU", PyTorchLayers::elu)
          .put("PReLU", PyTorchLayers::prelu)
          .put("GELU", PyTorchLayers::gelu)
          .put("Softplus", PyTorchLayers::softplus)
          .put("Softmax", arguments -> new Softmax(arguments.integer("dim")))
          .put("LogSoftmax", arguments -> new LogSoftmax(arguments.integer("dim")))
          .put("Flatten", PyTorchLayers::flatten)
          .put("Dropout", PyTorchLayers::dropout)
          .buildOrThrow();

  private static final ImmutableMap<String, Arguments.Maker<PyTorchLayer>> MAKERS =
      ImmutableMap.<String, Arguments.Maker<PyTorchLayer>>builder()
          .putAll(Maps.transformValues(SIMPLE, PyTorchLayers::withOneOutput))
          .putAll(Maps.transformValues(WindowLayers.MAKERS, PyTorchLayers::withOneOutput))
          .putAll(SequenceLayers.MAKERS)
          .buildOrThrow();

  /** Makes a batch normalisation. */
  @FunctionalInterface
  private interface BatchNormMaker {
    Module make(int features, double eps, double momentum);
  }

  private PyTorchLayers() {}

  /** The layer that the arguments describe. */
  static PyTorchLayer make(Arguments arguments) throws IOException {
    arguments.none("device", "dtype");
    return arguments.make(MAKERS);
  }

  private static Arguments.Maker<PyTorchLayer> withOneOutput(Arguments.Maker<Module> maker) {
    return arguments -> new PyTorchLayer(maker.make(arguments));
  }

  /** A layer whose only argument has no influence on the result. */
  private static Module plain(Arguments arguments, Supplier<Module> layer) {
    arguments.ignore("inplace");
    return layer.get();
  }

  private static Module linear(Arguments arguments) {
    return new Linear(
        arguments.integer("in_features"),
        arguments.integer("out_features"),
        arguments.flag("bias", true));
  }

  private static Module embedding(Arguments arguments) {
    arguments.none("padding_idx", "max_norm");
    arguments.only("scale_grad_by_freq", false);
    arguments.ignore("norm_type", "sparse");
    return new Embedding(arguments.integer("num_embeddings"), arguments.integer("embedding_dim"));
  }

  private static long[] normalizedShape(Arguments arguments) {
    return Arrays.stream(arguments.integers("normalized_shape")).asLongStream().toArray();
  }

  private static Module layerNorm(Arguments arguments) {
    boolean affine = arguments.flag("elementwise_affine", true);
    arguments.only("bias", true);
    return new LayerNorm(normalizedShape(arguments), arguments.number("eps", EPS), affine);
  }

  private static Module rmsNorm(Arguments arguments) {
    long[] shape = normalizedShape(arguments);
    boolean affine = arguments.flag("elementwise_affine", true);
    if (arguments.has("eps")) {
      return new RMSNorm(shape, arguments.number("eps"), affine);
    }
    arguments.only("elementwise_affine", true);
    return new RMSNorm(shape);
  }

  private static Module groupNorm(Arguments arguments) {
    return new GroupNorm(
        arguments.integer("num_groups"),
        arguments.integer("num_channels"),
        arguments.number("eps", EPS),
        arguments.flag("affine", true));
  }

  private static Module batchNorm1d(Arguments arguments) {
    return batchNorm(arguments, BatchNorm1d::new);
  }

  private static Module batchNorm2d(Arguments arguments) {
    return batchNorm(arguments, BatchNorm2d::new);
  }

  private static Module batchNorm(Arguments arguments, BatchNormMaker maker) {
    arguments.only("affine", true);
    arguments.only("track_running_stats", true);
    return maker.make(
        arguments.integer("num_features"), arguments.number("eps", EPS), momentum(arguments));
  }

  private static double momentum(Arguments arguments) {
    checkArgument(
        !arguments.isNull("momentum"),
        "momentum = null, the mean of all batches, cannot be computed");
    return arguments.number("momentum", 0.1);
  }

  private static Module instanceNorm2d(Arguments arguments) {
    return new InstanceNorm2d(
        arguments.integer("num_features"),
        arguments.number("eps", EPS),
        momentum(arguments),
        arguments.flag("affine", false),
        arguments.flag("track_running_stats", false));
  }

  private static Module leakyRelu(Arguments arguments) {
    arguments.ignore("inplace");
    return new LeakyReLU(arguments.number("negative_slope", 0.01));
  }

  private static Module elu(Arguments arguments) {
    arguments.ignore("inplace");
    return new ELU(arguments.number("alpha", 1));
  }

  private static Module prelu(Arguments arguments) {
    return new PReLU(arguments.integer("num_parameters", 1), arguments.number("init", 0.25));
  }

  private static Module gelu(Arguments arguments) {
    return new GELU(arguments.choice("approximate", "none", APPROXIMATIONS));
  }

  private static Module softplus(Arguments arguments) {
    arguments.only("beta", 1);
    arguments.only("threshold", 20);
    return new Softplus();
  }

  private static Module flatten(Arguments arguments) {
    arguments.only("start_dim", 1);
    arguments.only("end_dim", -1);
    return new Flatten();
  }

  private static Module dropout(Arguments arguments) {
    arguments.ignore("inplace");
    return new Dropout(arguments.dropout("p", 0.5));
  }
}
