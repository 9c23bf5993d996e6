package ai.miniai.bench.jmh;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Module;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The operations to be timed, with a batch of 1,024. */
public enum Kernel {
  /** The first convolution, whose input needs no gradient. */
  CONV_1_TO_8(() -> images(28, 1), () -> new Conv2d(1, 8, 5, 2, 2)::call),
  CONV_8_TO_16(() -> wanted(images(14, 8)), () -> conv(8, 16)),
  CONV_16_TO_32(() -> wanted(images(7, 16)), () -> conv(16, 32)),
  CONV_32_TO_64(() -> wanted(images(4, 32)), () -> conv(32, 64)),
  CONV_64_TO_10(() -> wanted(images(2, 64)), () -> conv(64, 10)),

  /** Activation functions, on the output of the first convolution. */
  RELU(() -> wanted(images(14, 8)), () -> Tensor::relu),
  LEAKY_RELU(() -> wanted(images(14, 8)), () -> x -> x.leakyRelu(0.1)),
  GENERAL_RELU(() -> wanted(images(14, 8)), () -> new GeneralRelu(0.1, 0.4)::call),
  GELU(() -> wanted(images(14, 8)), () -> Tensor::gelu),
  SIGMOID(() -> wanted(images(14, 8)), () -> Tensor::sigmoid),
  TANH(() -> wanted(images(14, 8)), () -> Tensor::tanh),

  /** On the output of the first convolution, in training mode. */
  BATCH_NORM(() -> wanted(images(14, 8)), () -> new BatchNorm2d(8)::call),

  /** The loss for logits of ten classes. */
  CROSS_ENTROPY(() -> wanted(Tensor.randn(Kernel.BATCH, 10)), () -> crossEntropy());

  public static final int BATCH = 1024;

  private final Supplier<Tensor> input;
  private final Supplier<Function<Tensor, Tensor>> operation;

  Kernel(Supplier<Tensor> input, Supplier<Function<Tensor, Tensor>> operation) {
    this.input = input;
    this.operation = operation;
  }

  /** The input of the operation. */
  public Tensor input() {
    Seed.set(1);
    return input.get();
  }

  /** The operation, with new weights if it needs any. */
  public Function<Tensor, Tensor> operation() {
    return operation.get();
  }

  /**
   * Random noise [batch, channels, side, side], stored in the memory format of a convolution's
   * output.
   */
  static Tensor images(int side, int channels) {
    return Tensor.randn(BATCH, side, side, channels).permute(0, 3, 1, 2);
  }

  private static Tensor wanted(Tensor input) {
    return input.requiresGrad(true);
  }

  private static Function<Tensor, Tensor> conv(int in, int out) {
    Module module = new Conv2d(in, out, 3, 2, 1);
    return module::call;
  }

  private static Function<Tensor, Tensor> crossEntropy() {
    Tensor labels = Tensor.of(LongStream.range(0, BATCH).map(i -> i % 10).toArray());
    return logits -> logits.crossEntropy(labels);
  }
}
