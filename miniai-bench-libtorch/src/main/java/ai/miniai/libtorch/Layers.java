package ai.miniai.libtorch;

import static ai.miniai.libtorch.Layer.chain;

import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm1dImpl;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.Conv1dOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.GroupNormOptions;
import org.bytedeco.pytorch.InstanceNorm2dImpl;
import org.bytedeco.pytorch.InstanceNormOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LayerNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.MultiheadAttentionImpl;
import org.bytedeco.pytorch.PReLUImpl;
import org.bytedeco.pytorch.PReLUOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TransformerEncoderLayerImpl;
import org.bytedeco.pytorch.TransformerEncoderLayerOptions;
import org.bytedeco.pytorch.global.torch;

/** libtorch's layers with trainable parameters or settings. */
final class Layers {
  private static final Scalar LEAK = new Scalar(0.1);
  private static final Scalar SUB = new Scalar(0.4);
  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};

  private Layers() {}

  static Layer conv(int in, int out, int kernel, int stride) {
    Conv2dOptions options = new Conv2dOptions(in, out, pair(kernel));
    options.stride().put(pair(stride));
    options.padding().put(pair(kernel / 2));
    Conv2dImpl module = new Conv2dImpl(options);
    return Layer.of(module, module::forward);
  }

  /** With stride 1 and an output of the input's size. */
  static Layer conv(int in, int out, int kernel, int dilation, int groups) {
    Conv2dOptions options = new Conv2dOptions(in, out, pair(kernel));
    options.padding().put(pair((long) dilation * (kernel / 2)));
    options.dilation().put(pair(dilation));
    options.groups().put(groups);
    Conv2dImpl module = new Conv2dImpl(options);
    return Layer.of(module, module::forward);
  }

  /** With stride 1 and an output of the input's length. */
  static Layer conv1d(int in, int out, int kernel) {
    Conv1dOptions options = new Conv1dOptions(in, out, new LongPointer(new long[] {kernel}));
    options.padding().put(new LongPointer(new long[] {kernel / 2}));
    Conv1dImpl module = new Conv1dImpl(options);
    return Layer.of(module, module::forward);
  }

  static Layer convTranspose(int in, int out, int kernel, int stride) {
    ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, pair(kernel));
    options.stride().put(pair(stride));
    ConvTranspose2dImpl module = new ConvTranspose2dImpl(options);
    return Layer.of(module, module::forward);
  }

  static Layer linear(int in, int out, boolean bias) {
    LinearOptions options = new LinearOptions(in, out);
    options.bias().put(bias);
    LinearImpl module = new LinearImpl(options);
    return Layer.of(module, module::forward);
  }

  static Layer batchNorm1d(int features) {
    BatchNorm1dImpl module = new BatchNorm1dImpl(new BatchNormOptions(features));
    return Layer.of(module, module::forward);
  }

  static Layer batchNorm2d(int channels) {
    BatchNorm2dImpl module = new BatchNorm2dImpl(new BatchNormOptions(channels));
    return Layer.of(module, module::forward);
  }

  static Layer groupNorm(int groups, int channels) {
    GroupNormImpl module = new GroupNormImpl(new GroupNormOptions(groups, channels));
    return Layer.of(module, module::forward);
  }

  static Layer instanceNorm2d(int channels) {
    InstanceNorm2dImpl module = new InstanceNorm2dImpl(new InstanceNormOptions(channels));
    return Layer.of(module, module::forward);
  }

  static Layer layerNorm(int width) {
    LayerNormImpl module =
        new LayerNormImpl(new LayerNormOptions(new LongVector(new long[] {width})));
    return Layer.of(module, module::forward);
  }

  /** With a weight for each channel. */
  static Layer prelu(int channels) {
    PReLUImpl module = new PReLUImpl(new PReLUOptions(channels));
    return Layer.of(module, module::forward);
  }

  static Layer rmsNorm(int width) {
    Tensor weight = torch.ones(width).requires_grad_(true);
    long[] shape = {width};
    TensorOptional scale = new TensorOptional(weight);
    DoubleOptional eps = new DoubleOptional();
    return new Layer(x -> torch.rms_norm(x, shape, scale, eps), List.of(weight));
  }

  static Layer embedding(int rows, int width) {
    EmbeddingImpl module = new EmbeddingImpl(rows, width);
    return Layer.of(module, module::forward);
  }

  /** The states after all steps of [batch, time, in]. */
  static Layer lstm(int in, int hidden) {
    LSTMOptions options = new LSTMOptions(in, hidden);
    options.batch_first().put(true);
    LSTMImpl module = new LSTMImpl(options);
    return Layer.of(module, x -> module.forward(x).get0());
  }

  /** The state after the last step. */
  static Layer lastOfLstm(int in, int hidden) {
    return chain(lstm(in, hidden), Layer.of(x -> x.select(1, -1)));
  }

  /** The states after all steps, with gated recurrent units. */
  static Layer gru(int in, int hidden) {
    GRUOptions options = new GRUOptions(in, hidden);
    options.batch_first().put(true);
    GRUImpl module = new GRUImpl(options);
    return Layer.of(module, x -> module.forward(x).get0());
  }

  /** Self-attention of [batch, length, width], without the weights as a second result. */
  static Layer attention(int width, int heads) {
    MultiheadAttentionImpl module = new MultiheadAttentionImpl(width, heads);
    Tensor none = new Tensor();
    return Layer.of(
        module,
        x -> {
          Tensor y = lengthFirst(x);
          return lengthFirst(module.forward(y, y, y, none, false, none, false).get0());
        });
  }

  static Layer encoderLayer(int width, int heads, int feedForward, double dropout) {
    TransformerEncoderLayerOptions options = new TransformerEncoderLayerOptions(width, heads);
    options.dim_feedforward().put(feedForward);
    options.dropout().put(dropout);
    TransformerEncoderLayerImpl module = new TransformerEncoderLayerImpl(options);
    return Layer.of(module, x -> lengthFirst(module.forward(lengthFirst(x))));
  }

  /** [length, batch, width], which libtorch's transformers want, or back. */
  private static Tensor lengthFirst(Tensor x) {
    return x.transpose(0, 1);
  }

  static Layer leakyRelu() {
    return Layer.of(x -> torch.leaky_relu(x, LEAK));
  }

  static Layer generalRelu() {
    return Layer.of(x -> torch.leaky_relu(x, LEAK).sub(SUB));
  }

  /** Max pooling with 2×2 windows. */
  static Layer maxPool() {
    return Layer.of(x -> torch.max_pool2d(x, TWO, TWO, NONE, ONE, false));
  }

  /** Max pooling with windows of 2. */
  static Layer maxPool1d() {
    return Layer.of(
        x ->
            torch.max_pool1d(
                x, new long[] {2}, new long[] {2}, new long[] {0}, new long[] {1}, false));
  }

  /**
   * Average pooling with 2×2 windows.
   *
   * @param ceil whether there are partial windows at odd sizes
   */
  static Layer avgPool(boolean ceil) {
    LongOptional divisor = new LongOptional();
    return Layer.of(x -> torch.avg_pool2d(x, TWO, TWO, NONE, ceil, true, divisor));
  }

  /** The mean of each channel. */
  static Layer globalAvgPool() {
    return Layer.of(x -> torch.adaptive_avg_pool2d(x, ONE));
  }

  static Layer flatten() {
    return Layer.of(x -> torch.flatten(x, 1, -1));
  }

  private static LongPointer pair(long value) {
    return new LongPointer(value, value);
  }
}
