package ai.miniai.libtorch;

import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer to be measured and its input, equivalent to that of {@code layers.py} with the same name.
 *
 * @param input creates a random input, which requires a gradient if it can
 * @param layer creates the layer
 */
record LayerCase(Supplier<Tensor> input, Supplier<Layer> layer) {
  private static final Map<String, LayerCase> ALL =
      Map.ofEntries(
          images("conv2d", () -> Layers.conv(32, 32, 3, 1)),
          images("conv2d-dilated", () -> Layers.conv(32, 32, 3, 2, 1)),
          images("conv2d-depthwise", () -> Layers.conv(32, 32, 3, 1, 32)),
          images("conv-transpose2d", () -> Layers.convTranspose(32, 32, 2, 2)),
          images("batch-norm2d", () -> Layers.batchNorm2d(32)),
          images("group-norm", () -> Layers.groupNorm(8, 32)),
          images("instance-norm2d", () -> Layers.instanceNorm2d(32)),
          images("max-pool2d", Layers::maxPool),
          images("avg-pool2d", () -> Layers.avgPool(false)),
          images("upsample", () -> Layer.of(x -> torch.upsample_nearest2d(x, new long[] {56, 56}))),
          images("relu", () -> Layer.of(torch::relu)),
          images("leaky-relu", Layers::leakyRelu),
          images("prelu", () -> Layers.prelu(32)),
          images("elu", () -> Layer.of(torch::elu)),
          images("gelu", () -> Layer.of(torch::gelu)),
          images("silu", () -> Layer.of(torch::silu)),
          images("sigmoid", () -> Layer.of(torch::sigmoid)),
          images("tanh", () -> Layer.of(torch::tanh)),
          images("dropout", () -> Layer.of(x -> torch.dropout(x, 0.1, true))),
          signals("conv1d", () -> Layers.conv1d(64, 64, 5)),
          signals("max-pool1d", Layers::maxPool1d),
          sequences("linear", () -> Layers.linear(128, 128, true)),
          sequences("layer-norm", () -> Layers.layerNorm(128)),
          sequences("rms-norm", () -> Layers.rmsNorm(128)),
          sequences("softmax", () -> Layer.of(x -> torch.softmax(x, -1))),
          sequences("log-softmax", () -> Layer.of(x -> torch.log_softmax(x, -1))),
          sequences("sequence-gelu", () -> Layer.of(torch::gelu)),
          Map.entry(
              "embedding",
              new LayerCase(() -> whole(1000, 64, 98), () -> Layers.embedding(1000, 128))),
          steps("lstm", () -> Layers.lstm(128, 128)),
          steps("gru", () -> Layers.gru(128, 128)),
          texts("multihead-attention", () -> Layers.attention(128, 4)),
          texts("transformer-encoder-layer", () -> Layers.encoderLayer(128, 4, 512)),
          Map.entry(
              "cross-entropy", new LayerCase(() -> noise(1024, 10), LayerCase::crossEntropy)));

  static LayerCase of(String name) {
    LayerCase found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException("libtorch's program has no layer " + name);
    }
    return found;
  }

  private static Map.Entry<String, LayerCase> images(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(64, 32, 28, 28), layer));
  }

  private static Map.Entry<String, LayerCase> signals(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(32, 64, 512), layer));
  }

  private static Map.Entry<String, LayerCase> sequences(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(64, 98, 128), layer));
  }

  private static Map.Entry<String, LayerCase> steps(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(64, 100, 128), layer));
  }

  private static Map.Entry<String, LayerCase> texts(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(32, 128, 128), layer));
  }

  private static Tensor noise(long... shape) {
    return torch.randn(shape).requires_grad_(true);
  }

  /** Random whole numbers from 0 to {@code end} − 1. */
  private static Tensor whole(long end, long... shape) {
    return torch.randint(end, shape, new TensorOptions(torch.ScalarType.Long));
  }

  private static Layer crossEntropy() {
    Tensor labels = whole(10, 1024);
    return Layer.of(x -> torch.cross_entropy_loss(x, labels));
  }
}
