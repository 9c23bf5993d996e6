package ai.miniai.libtorch;

import static ai.miniai.libtorch.Layer.chain;
import static ai.miniai.libtorch.Layers.conv;
import static ai.miniai.libtorch.Layers.linear;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The networks of the comparison, equivalent to those of {@code bench.py}. */
final class Networks {
  private static final int[] WIDTHS = {1, 8, 16, 32, 64, 128, 256};

  private Networks() {}

  /** The network that miniai calls by this name. */
  static Layer of(String name) {
    return switch (name) {
      case "cnn" -> cnn(false);
      case "bn-cnn" -> cnn(true);
      case "mlp" -> chain(Layers.flatten(), linear(784, 50, true), relu(), linear(50, 10, true));
      case "resnet" -> resnet();
      case "table" ->
          chain(linear(20, 64, true), relu(), linear(64, 64, true), relu(), linear(64, 2, true));
      case "lstm" -> chain(rows(), Layers.lastOfLstm(28, 128), linear(128, 10, true));
      case "attention" ->
          chain(
              rows(),
              linear(28, 64, true),
              Layers.encoderLayer(64, 4, 128, 0),
              Layer.of(x -> x.mean(1)),
              linear(64, 10, true));
      default -> throw new IllegalArgumentException("libtorch's program has no network " + name);
    };
  }

  private static Layer cnn(boolean norm) {
    return chain(
        block(1, 8, 5, norm),
        block(8, 16, 3, norm),
        block(16, 32, 3, norm),
        block(32, 64, 3, norm),
        conv(64, 10, 3, 2),
        Layers.flatten());
  }

  private static Layer block(int in, int out, int kernel, boolean norm) {
    return norm
        ? chain(conv(in, out, kernel, 2), Layers.batchNorm2d(out), Layers.generalRelu())
        : chain(conv(in, out, kernel, 2), relu());
  }

  private static Layer resnet() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < WIDTHS.length; i++) {
      layers.add(residual(WIDTHS[i - 1], WIDTHS[i], i == 1 ? 1 : 2));
    }
    layers.add(Layers.globalAvgPool());
    layers.add(Layers.flatten());
    layers.add(linear(256, 10, false));
    layers.add(Layers.batchNorm1d(10));
    return chain(layers.toArray(new Layer[0]));
  }

  private static Layer residual(int in, int out, int stride) {
    Layer convs =
        chain(
            conv(in, out, 3, 1),
            Layers.batchNorm2d(out),
            Layers.generalRelu(),
            conv(out, out, 3, stride),
            Layers.batchNorm2d(out));
    Layer around =
        stride == 1 ? conv(in, out, 1, 1) : chain(Layers.avgPool(true), conv(in, out, 1, 1));
    List<Tensor> parameters = new ArrayList<>(convs.parameters());
    parameters.addAll(around.parameters());
    Layer sum =
        new Layer(x -> convs.function().apply(x).add(around.function().apply(x)), parameters);
    return chain(sum, Layers.generalRelu());
  }

  /** An image as a sequence of its rows. */
  private static Layer rows() {
    return Layer.of(x -> x.view(-1, 28, 28));
  }

  private static Layer relu() {
    return Layer.of(torch::relu);
  }
}
