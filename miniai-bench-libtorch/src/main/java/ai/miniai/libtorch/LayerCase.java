package ai.miniai.libtorch;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer to be measured and its input, equivalent to that of {@code layers.py} with the same name.
 *
 * @param input creates a random input, which requires a gradient if it can
 * @param layer creates the layer
 */
record LayerCase(Supplier<Tensor> input, Supplier<Layer> layer) {
  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar ZERO = new Scalar(0.0);
  private static final Scalar ONE = new Scalar(1);

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
          texts("transformer-encoder-layer", () -> Layers.encoderLayer(128, 4, 512, 0.1)),
          sequences("sin", () -> Layer.of(torch::sin)),
          sequences("cos", () -> Layer.of(torch::cos)),
          probabilities("log1p", () -> Layer.of(torch::log1p)),
          sequences("softplus", () -> Layer.of(torch::softplus)),
          sequences("exp", () -> Layer.of(torch::exp)),
          probabilities("sqrt", () -> Layer.of(torch::sqrt)),
          sequences("square", () -> Layer.of(torch::square)),
          sequences("sum", () -> Layer.of(torch::sum)),
          sequences("plus", () -> beside(torch::add)),
          sequences("times", () -> beside(torch::mul)),
          sequences("div", () -> beside((x, y) -> x.div(y.add(ONE)))),
          sequences("plus-positions", () -> with(torch.randn(98, 128), torch::add)),
          images("times-channels", () -> with(torch.randn(32, 1, 1), torch::mul)),
          images("concat-channels", LayerCase::concat),
          images("mean-of-places", () -> Layer.of(x -> x.mean(2, 3))),
          sequences("minimum", () -> beside(torch::minimum)),
          sequences("maximum", () -> beside(torch::maximum)),
          sequences("where", () -> beside((x, y) -> torch.where(y.gt(HALF), x, y))),
          sequences("masked-fill", () -> beside((x, y) -> x.masked_fill(y.gt(HALF), ZERO))),
          logits("cross-entropy", LayerCase::crossEntropy),
          logits("nll-loss", LayerCase::nllLoss),
          sequences("l1-loss", () -> beside(torch::l1_loss)),
          sequences("mse-loss", () -> beside(torch::mse_loss)),
          sequences("smooth-l1-loss", () -> beside(torch::smooth_l1_loss)),
          sequences("huber-loss", () -> beside(torch::huber_loss)),
          probabilities("binary-cross-entropy", () -> beside(torch::binary_cross_entropy)),
          sequences(
              "binary-cross-entropy-with-logits",
              () -> beside(torch::binary_cross_entropy_with_logits)),
          sequences("kl-div", () -> beside(torch::kl_div)),
          sequences(
              "cosine-similarity",
              () -> beside((x, y) -> torch.cosine_similarity(x, y, -1, 1e-8))));

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

  private static Map.Entry<String, LayerCase> probabilities(String name, Supplier<Layer> layer) {
    return Map.entry(
        name, new LayerCase(() -> torch.rand(64, 98, 128).requires_grad_(true), layer));
  }

  private static Map.Entry<String, LayerCase> logits(String name, Supplier<Layer> layer) {
    return Map.entry(name, new LayerCase(() -> noise(1024, 10), layer));
  }

  /** A function of its input and of another tensor like it. */
  private static Layer beside(BinaryOperator<Tensor> function) {
    return with(torch.rand(64, 98, 128), function);
  }

  private static Layer with(Tensor other, BinaryOperator<Tensor> function) {
    return Layer.of(x -> function.apply(x, other));
  }

  private static Layer concat() {
    Tensor other = torch.randn(64, 32, 28, 28);
    return Layer.of(x -> torch.cat(new TensorVector(x, other), 1));
  }

  private static Layer nllLoss() {
    Tensor labels = whole(10, 1024);
    return Layer.of(x -> torch.nll_loss(x, labels));
  }

  private static Layer crossEntropy() {
    Tensor labels = whole(10, 1024);
    return Layer.of(x -> torch.cross_entropy_loss(x, labels));
  }
}
