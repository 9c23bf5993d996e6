package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Builds the network that a parity case describes, with its initial weights. */
final class ParityModel {
  private final ParityCase parity;
  private final float[] weights;
  private final List<Module> modules = new ArrayList<>();

  private ParityModel(ParityCase parity) throws IOException {
    this.parity = parity;
    this.weights = parity.initialWeights();
  }

  static Sequential build(ParityCase parity) throws IOException {
    return new ParityModel(parity).build();
  }

  private Sequential build() {
    String type = parity.part("/model/type").asText();
    switch (type) {
      case "cnn" -> convolutions();
      case "mlp" -> linears();
      case "resnet" -> modules.addAll(resnet().children());
      default ->
          throw new IllegalArgumentException(
              parity.name() + ": the model " + type + " is not known; known are cnn, mlp, resnet");
    }
    Sequential model = new Sequential(modules);
    loadWeights(model);
    return model;
  }

  private void convolutions() {
    int in = 1;
    int kernel = 5;
    for (int out : widths()) {
      List<Module> block = new ArrayList<>();
      block.add(new Conv2d(in, out, kernel, 2, kernel / 2));
      if (batchNorm()) {
        block.add(new BatchNorm2d(out));
      }
      block.add(activation());
      modules.add(new Sequential(block));
      in = out;
      kernel = 3;
    }
    modules.add(new Conv2d(in, 10, 3, 2, 1));
    modules.add(new Flatten());
  }

  private void linears() {
    modules.add(new Flatten());
    int in = 28 * 28;
    for (int out : widths()) {
      modules.add(new Linear(in, out));
      modules.add(activation());
      in = out;
    }
    modules.add(new Linear(in, 10));
  }

  private Sequential resnet() {
    return Layers.resnet(this::activation, widths().stream().mapToInt(width -> width).toArray());
  }

  private boolean batchNorm() {
    JsonNode norm = parity.optional("/model/norm");
    if (norm.isMissingNode() || norm.isNull()) {
      return false;
    }
    checkArgument(
        norm.asText().equals("batch"),
        "%s: normalisation %s is not known; known is batch",
        parity.name(),
        norm);
    return true;
  }

  private Module activation() {
    JsonNode act = parity.part("/model/act");
    String type = act.isObject() ? parity.part("/model/act/type").asText() : act.asText();
    return switch (type) {
      case "relu" -> new ReLU();
      case "general-relu" ->
          new GeneralRelu(parity.number("/model/act/leak"), parity.number("/model/act/sub"));
      default ->
          throw new IllegalArgumentException(
              parity.name()
                  + ": the activation "
                  + act
                  + " is not known; known are relu, general-relu");
    };
  }

  /** The layer widths, checked against the existing weights before memory is allocated for them. */
  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    long before = 1;
    for (JsonNode width : parity.part("/model/widths")) {
      checkArgument(
          width.isInt() && width.intValue() > 0, "%s: bad width %s", parity.name(), width);
      checkArgument(
          before * width.intValue() <= weights.length,
          "%s: a layer of width %s after one of %s has more weights than the %s in init.f32",
          parity.name(),
          width,
          before,
          weights.length);
      before = width.intValue();
      widths.add(width.intValue());
    }
    return widths;
  }

  private void loadWeights(Module model) {
    Map<String, Tensor> own = model.parameters();
    JsonNode listed = parity.part("/parameters");
    float[] values = weights;
    int from = 0;
    for (JsonNode entry : listed) {
      String name = entry.path("name").asText();
      Tensor parameter = own.get(name);
      checkArgument(
          parameter != null, "%s: the model has no parameter %s:\n%s", parity.name(), name, model);
      long[] shape = new long[entry.path("shape").size()];
      Arrays.setAll(shape, i -> entry.path("shape").get(i).asLong());
      checkArgument(
          Arrays.equals(shape, parameter.shape()),
          "%s: parameter %s has shape %s in the case, %s in the model",
          parity.name(),
          name,
          Arrays.toString(shape),
          Arrays.toString(parameter.shape()));
      int to = from + (int) parameter.length();
      checkArgument(to <= values.length, "%s: init.f32 is too short", parity.name());
      Tensor initial = Tensor.of(Arrays.copyOfRange(values, from, to), shape);
      parameter.update(array -> array.assign(initial.array()));
      from = to;
    }
    checkArgument(
        listed.size() == own.size() && from == values.length,
        "%s: the case lists %s parameters with %s values, the model has %s, and init.f32 %s values",
        parity.name(),
        listed.size(),
        from,
        own.size(),
        values.length);
  }
}
