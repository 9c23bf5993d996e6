package ai.miniai.bench;

import ai.miniai.loss.Losses;
import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvTranspose2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.ELU;
import ai.miniai.nn.Embedding;
import ai.miniai.nn.GELU;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.MaxPool1d;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.PReLU;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Tanh;
import ai.miniai.nn.Upsample;
import ai.miniai.nn.attention.MultiheadAttention;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.nn.norm.InstanceNorm2d;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.nn.norm.RMSNorm;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.Recurrent;
import ai.miniai.tensor.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * The layers that are compared, each with an input of a common size and in training mode. The
 * peers' programs know them by the same names.
 */
enum LayerCase {
  CONV2D(LayerCase::images, () -> new Conv2d(32, 32, 3, 1, 1)),
  CONV2D_DILATED(LayerCase::images, () -> Conv2d.builder(32, 32, 3).padding(2).dilation(2).build()),
  CONV2D_DEPTHWISE(
      LayerCase::images, () -> Conv2d.builder(32, 32, 3).padding(1).groups(32).build()),
  CONV_TRANSPOSE2D(LayerCase::images, () -> new ConvTranspose2d(32, 32, 2, 2, 0, 0)),
  BATCH_NORM2D(LayerCase::images, () -> new BatchNorm2d(32)),
  GROUP_NORM(LayerCase::images, () -> new GroupNorm(8, 32)),
  INSTANCE_NORM2D(LayerCase::images, () -> new InstanceNorm2d(32)),
  MAX_POOL2D(LayerCase::images, () -> new MaxPool2d(2)),
  AVG_POOL2D(LayerCase::images, () -> new AvgPool2d(2)),
  UPSAMPLE(LayerCase::images, () -> new Upsample(2)),
  RELU(LayerCase::images, ReLU::new),
  LEAKY_RELU(LayerCase::images, () -> new LeakyReLU(0.1)),
  PRELU(LayerCase::images, () -> new PReLU(32)),
  ELU(LayerCase::images, ELU::new),
  GELU(LayerCase::images, GELU::new),
  SILU(LayerCase::images, SiLU::new),
  SIGMOID(LayerCase::images, Sigmoid::new),
  TANH(LayerCase::images, Tanh::new),
  DROPOUT(LayerCase::images, () -> new Dropout(0.1)),

  CONV1D(LayerCase::signals, () -> new Conv1d(64, 64, 5, 1, 2)),
  MAX_POOL1D(LayerCase::signals, () -> new MaxPool1d(2)),

  LINEAR(LayerCase::sequences, () -> new Linear(128, 128)),
  LAYER_NORM(LayerCase::sequences, () -> new LayerNorm(128)),
  RMS_NORM(LayerCase::sequences, () -> new RMSNorm(128)),
  SOFTMAX(LayerCase::sequences, () -> function(x -> x.softmax(-1))),
  LOG_SOFTMAX(LayerCase::sequences, () -> function(x -> x.logSoftmax(-1))),
  SEQUENCE_GELU(LayerCase::sequences, GELU::new),
  EMBEDDING(LayerCase::words, () -> new Embedding(1000, 128)),
  LSTM(LayerCase::steps, () -> outputOf(new LSTM(128, 128))),
  GRU(LayerCase::steps, () -> outputOf(new GRU(128, 128))),
  MULTIHEAD_ATTENTION(LayerCase::texts, () -> new MultiheadAttention(128, 4)),
  TRANSFORMER_ENCODER_LAYER(LayerCase::texts, () -> new TransformerEncoderLayer(128, 4, 512, 0.1)),

  SIN(LayerCase::sequences, () -> function(Tensor::sin)),
  COS(LayerCase::sequences, () -> function(Tensor::cos)),
  LOG1P(LayerCase::probabilities, () -> function(Tensor::log1p)),
  SOFTPLUS(LayerCase::sequences, () -> function(Tensor::softplus)),
  EXP(LayerCase::sequences, () -> function(Tensor::exp)),
  SQRT(LayerCase::probabilities, () -> function(Tensor::sqrt)),
  SQUARE(LayerCase::sequences, () -> function(Tensor::square)),
  SUM(LayerCase::sequences, () -> function(Tensor::sum)),
  PLUS(LayerCase::sequences, () -> beside(Tensor::plus)),
  TIMES(LayerCase::sequences, () -> beside(Tensor::times)),
  DIV(LayerCase::sequences, () -> beside((x, y) -> x.div(y.plus(1)))),
  PLUS_POSITIONS(LayerCase::sequences, () -> with(Tensor.randn(98, 128), Tensor::plus)),
  TIMES_CHANNELS(LayerCase::images, () -> with(Tensor.randn(32, 1, 1), Tensor::times)),
  CONCAT_CHANNELS(LayerCase::images, () -> with(images(), (x, y) -> Tensor.concat(1, x, y))),
  MEAN_OF_PLACES(LayerCase::images, () -> function(x -> x.mean(2, 3))),
  MINIMUM(LayerCase::sequences, () -> beside(Tensor::minimum)),
  MAXIMUM(LayerCase::sequences, () -> beside(Tensor::maximum)),
  WHERE(LayerCase::sequences, () -> beside((x, y) -> Tensor.where(y.gt(0.5), x, y))),
  MASKED_FILL(LayerCase::sequences, () -> beside((x, y) -> x.maskedFill(y.gt(0.5), 0))),

  CROSS_ENTROPY(LayerCase::logits, LayerCase::crossEntropy),
  NLL_LOSS(LayerCase::logits, LayerCase::nll),
  L1_LOSS(LayerCase::sequences, () -> beside(Losses::l1)),
  MSE_LOSS(LayerCase::sequences, () -> beside(Losses::mse)),
  SMOOTH_L1_LOSS(LayerCase::sequences, () -> beside(Losses::smoothL1)),
  HUBER_LOSS(LayerCase::sequences, () -> beside(Losses::huber)),
  BINARY_CROSS_ENTROPY(LayerCase::probabilities, () -> beside(Losses::binaryCrossEntropy)),
  BINARY_CROSS_ENTROPY_WITH_LOGITS(
      LayerCase::sequences, () -> beside(Losses::binaryCrossEntropyWithLogits)),
  KL_DIV(LayerCase::sequences, () -> beside(Losses::klDiv)),
  COSINE_SIMILARITY(
      LayerCase::sequences, () -> beside((x, y) -> Losses.cosineSimilarity(x, y, -1)));

  private static final int BATCH = 64;

  private final Supplier<Tensor> input;
  private final Supplier<Module> maker;

  LayerCase(Supplier<Tensor> input, Supplier<Module> maker) {
    this.input = input;
    this.maker = maker;
  }

  /** A new input of random numbers, which requires a gradient unless it is integers. */
  Tensor input() {
    return input.get();
  }

  /** A new layer. */
  Module create() {
    return maker.get();
  }

  /** The spelling on the command line, such as "batch-norm2d". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }

  /** In the memory format of a convolution's output. */
  private static Tensor images() {
    return Tensor.randn(BATCH, 28, 28, 32).permute(0, 3, 1, 2).requiresGrad(true);
  }

  /** In the memory format of a convolution's output. */
  private static Tensor signals() {
    return Tensor.randn(32, 512, 64).permute(0, 2, 1).requiresGrad(true);
  }

  private static Tensor sequences() {
    return Tensor.randn(BATCH, 98, 128).requiresGrad(true);
  }

  /** For layers that read a sequence step by step. */
  private static Tensor steps() {
    return Tensor.randn(BATCH, 100, 128).requiresGrad(true);
  }

  /** The states after all steps. */
  private static Module outputOf(Recurrent layer) {
    return new Module() {
      private final Recurrent body = child("body", layer);

      @Override
      protected Tensor forward(Tensor x) {
        return body.callAll(x).get("output");
      }
    };
  }

  private static Tensor texts() {
    return Tensor.randn(32, 128, 128).requiresGrad(true);
  }

  private static Tensor words() {
    long[] words = LongStream.range(0, BATCH * 98).map(i -> i * 7919 % 1000).toArray();
    return Tensor.of(words).reshape(BATCH, 98);
  }

  private static Tensor probabilities() {
    return Tensor.rand(BATCH, 98, 128).requiresGrad(true);
  }

  private static Tensor logits() {
    return Tensor.randn(1024, 10).requiresGrad(true);
  }

  private static Tensor labels() {
    return Tensor.of(LongStream.range(0, 1024).map(i -> i % 10).toArray());
  }

  private static Module crossEntropy() {
    Tensor labels = labels();
    return function(logits -> logits.crossEntropy(labels));
  }

  private static Module nll() {
    Tensor labels = labels();
    return function(scores -> Losses.nll(scores, labels));
  }

  /** A function of its input and of another tensor like it, with values in [0, 1). */
  private static Module beside(BinaryOperator<Tensor> function) {
    return with(Tensor.rand(BATCH, 98, 128), function);
  }

  /** A function of its input and of {@code other}, which gets no gradient. */
  private static Module with(Tensor other, BinaryOperator<Tensor> function) {
    Tensor fixed = other.detach();
    return function(x -> function.apply(x, fixed));
  }

  private static Module function(UnaryOperator<Tensor> function) {
    return new Module() {
      @Override
      protected Tensor forward(Tensor x) {
        return function.apply(x);
      }
    };
  }
}
