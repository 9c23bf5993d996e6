package ai.miniai.examples.parity;

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
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds the network for images that a parity case describes. */
final class ImageModel {
  private final ParityCase parity;
  private final double[] weights;
  private final List<Module> modules = new ArrayList<>();

  private ImageModel(ParityCase parity) throws IOException {
    this.parity = parity;
    this.weights = parity.values("init.f32");
  }

  static Sequential build(ParityCase parity) throws IOException {
    return new ImageModel(parity).build();
  }

  private Sequential build() {
    String type = parity.part("/model/type").asText();
    switch (type) {
      case "cnn" -> convolutions();
      case "mlp" -> linears();
      case "resnet" -> modules.addAll(resnet().children());
      default ->
          throw new IllegalArgumentException(
              "the model " + type + " is not known; known are cnn, mlp, resnet");
    }
    return new Sequential(modules);
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
        norm.asText().equals("batch"), "normalisation %s is not known; known is batch", norm);
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
              "the activation " + act + " is not known; known are relu, general-relu");
    };
  }

  /** The layer widths, checked against the existing weights before memory is allocated for them. */
  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    long before = 1;
    for (JsonNode width : parity.part("/model/widths")) {
      checkArgument(width.isInt() && width.intValue() > 0, "bad width %s", width);
      checkArgument(
          before * width.intValue() <= weights.length,
          "a layer of width %s after one of %s has more weights than the %s in init.f32",
          width,
          before,
          weights.length);
      before = width.intValue();
      widths.add(width.intValue());
    }
    return widths;
  }
}
