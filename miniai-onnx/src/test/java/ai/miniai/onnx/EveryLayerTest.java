package ai.miniai.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.AdaptiveAvgPool1d;
import ai.miniai.nn.AdaptiveAvgPool2d;
import ai.miniai.nn.AvgPool1d;
import ai.miniai.nn.AvgPool2d;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ConvTranspose2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Dropout1d;
import ai.miniai.nn.Dropout2d;
import ai.miniai.nn.ELU;
import ai.miniai.nn.Embedding;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GELU;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Identity;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.LearnedPositionalEmbedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.LogSoftmax;
import ai.miniai.nn.MaxPool1d;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.PReLU;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.SinusoidalPositionalEmbedding;
import ai.miniai.nn.Softmax;
import ai.miniai.nn.Softplus;
import ai.miniai.nn.Tanh;
import ai.miniai.nn.TimestepEmbedding;
import ai.miniai.nn.Upsample;
import ai.miniai.nn.attention.MultiheadAttention;
import ai.miniai.nn.attention.TransformerEncoder;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.model.Checkpointed;
import ai.miniai.nn.model.ResBlock;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.norm.GroupNorm;
import ai.miniai.nn.norm.InstanceNorm2d;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.nn.norm.RMSNorm;
import ai.miniai.nn.norm.ScalarLayerNorm;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.RNN;
import ai.miniai.nn.recurrent.RecurrentOptions;
import ai.miniai.random.Seed;
import ai.miniai.tensor.PadMode;
import ai.miniai.tensor.Tensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each kind of layer computes the same in ONNX Runtime, for batches of any size. */
class EveryLayerTest {
  @TempDir Path folder;

  private enum Kind {
    LINEAR(() -> new Linear(6, 4), 6),
    LINEAR_OF_SEQUENCES(() -> new Linear(6, 4), 3, 6),
    LINEAR_WITHOUT_BIAS(() -> new Linear(6, 4, false), 6),
    CONV1D(() -> Conv1d.builder(4, 6, 3).dilation(2).groups(2).paddingSame().build(), 4, 9),
    CONV1D_STRIDE(() -> Conv1d.builder(4, 6, 3).stride(2).padding(1).build(), 4, 9),
    CONV2D(() -> new Conv2d(3, 5, 3, 2, 1), 3, 9, 8),
    CONV2D_SIDES(() -> Conv2d.builder(2, 4, 3).stride(2, 1).padding(0, 1).build(), 2, 8, 7),
    CONV2D_GROUPS(
        () -> Conv2d.builder(4, 4, 3).groups(4).dilation(2).paddingSame().build(), 4, 8, 8),
    CONV2D_REFLECT(
        () -> Conv2d.builder(2, 3, 3).padding(1).paddingMode(PadMode.REFLECT).build(), 2, 6, 6),
    CONV2D_REPLICATE(
        () -> Conv2d.builder(2, 3, 3).padding(2).paddingMode(PadMode.REPLICATE).build(), 2, 6, 6),
    CONV2D_CIRCULAR(
        () -> Conv2d.builder(2, 3, 3).padding(1).paddingMode(PadMode.CIRCULAR).build(), 2, 6, 6),
    CONV2D_EVEN(() -> Conv2d.builder(2, 3, 4).paddingSame().build(), 2, 6, 6),
    CONV_WITH_RELU(() -> new Sequential(new Conv2d(2, 3, 3, 1, 1), new ReLU()), 2, 6, 6),
    CONV_TRANSPOSE(() -> new ConvTranspose2d(2, 3, 3, 2, 1, 1), 2, 5, 5),
    CONV_TRANSPOSE_PLAIN(() -> new ConvTranspose2d(2, 3, 2), 2, 5, 4),
    MAX_POOL1D(() -> new MaxPool1d(2), 3, 7),
    AVG_POOL1D(() -> new AvgPool1d(3, 2, 1, true), 3, 8),
    ADAPTIVE_AVG_POOL1D(() -> new AdaptiveAvgPool1d(3), 3, 8),
    MAX_POOL2D(() -> new MaxPool2d(3, 2, 1), 2, 7, 8),
    MAX_POOL2D_CEIL(() -> new MaxPool2d(2, 2, 0, true), 2, 7, 8),
    AVG_POOL(() -> new AvgPool2d(3, 2, 1), 2, 7, 8),
    AVG_POOL_CEIL(() -> new AvgPool2d(2, 2, 0, true), 2, 7, 5),
    AVG_POOL_CEIL_PADDED(() -> new AvgPool2d(3, 2, 1, true), 2, 8, 7),
    AVG_POOL_CEIL_DROPPED(() -> new AvgPool2d(2, 3, 1, true), 2, 6, 7),
    ADAPTIVE_POOL(() -> new AdaptiveAvgPool2d(2, 3), 2, 5, 7),
    ADAPTIVE_POOL_1(() -> new AdaptiveAvgPool2d(1), 2, 5, 7),
    ADAPTIVE_POOL_SAME(() -> new AdaptiveAvgPool2d(5, 7), 2, 5, 7),
    UPSAMPLE_NEAREST(() -> new Upsample(2), 2, 3, 4),
    UPSAMPLE_BILINEAR(() -> new Upsample(3, Upsample.Mode.BILINEAR), 2, 3, 4),
    RELU(ReLU::new, 6),
    LEAKY_RELU(() -> new LeakyReLU(0.1), 6),
    GENERAL_RELU(() -> new GeneralRelu(0.1, 0.4, 1.5), 6),
    ELU(ELU::new, 6),
    GELU(GELU::new, 6),
    SILU(SiLU::new, 6),
    SIGMOID(Sigmoid::new, 6),
    TANH(Tanh::new, 6),
    SOFTPLUS(Softplus::new, 6),
    PRELU(() -> new PReLU(3), 3, 4, 5),
    PRELU_OF_ONE(() -> new PReLU(), 3, 4),
    SOFTMAX(() -> new Softmax(-1), 3, 6),
    LOG_SOFTMAX(() -> new LogSoftmax(1), 3, 6),
    DROPOUT(() -> new Dropout(0.5), 6),
    DROPOUT1D(() -> new Dropout1d(0.5), 3, 6),
    DROPOUT2D(() -> new Dropout2d(0.5), 3, 4, 4),
    IDENTITY(Identity::new, 6),
    FLATTEN(Flatten::new, 2, 3, 4),
    BATCH_NORM1D(() -> new BatchNorm1d(6), 6),
    BATCH_NORM2D(() -> new BatchNorm2d(3), 3, 4, 5),
    GROUP_NORM(() -> new GroupNorm(2, 4), 4, 3, 5),
    INSTANCE_NORM(() -> new InstanceNorm2d(3), 3, 4, 5),
    INSTANCE_NORM_RUNNING(() -> new InstanceNorm2d(3, 1e-5, true), 3, 4, 5),
    LAYER_NORM(() -> new LayerNorm(6), 4, 6),
    SCALAR_LAYER_NORM(ScalarLayerNorm::new, 3, 4, 5),
    RMS_NORM(() -> new RMSNorm(6), 4, 6),
    SINUSOIDAL(() -> new SinusoidalPositionalEmbedding(6), 4, 6),
    LEARNED(() -> new LearnedPositionalEmbedding(8, 6), 4, 6),
    TIMESTEP(() -> new TimestepEmbedding(7)),
    RNN_TANH(() -> new RNN(6, 5), 4, 6),
    RNN_RELU(() -> new RNN(6, 5, RNN.Nonlinearity.RELU, new RecurrentOptions()), 4, 6),
    LSTM(() -> new LSTM(6, 5), 4, 6),
    LSTM_DEEP(
        () -> new LSTM(6, 5, new RecurrentOptions().layers(2).dropout(0.2).bidirectional()), 4, 6),
    LSTM_WITHOUT_BIAS(() -> new LSTM(6, 5, new RecurrentOptions().withoutBias()), 4, 6),
    GRU(() -> new GRU(6, 5), 4, 6),
    GRU_DEEP(() -> new GRU(6, 5, new RecurrentOptions().layers(2).bidirectional()), 4, 6),
    ATTENTION(() -> new MultiheadAttention(8, 2), 4, 8),
    ATTENTION_WEIGHTS(() -> new MultiheadAttention(8, 2).causal().withWeights(), 4, 8),
    TRANSFORMER(() -> new TransformerEncoderLayer(8, 2, 16, 0.1).gelu().causal(), 4, 8),
    ENCODER(
        () ->
            new TransformerEncoder(
                List.of(
                    new TransformerEncoderLayer(8, 2, 16, 0.1).normFirst(),
                    new TransformerEncoderLayer(8, 4, 16, 0.1)),
                new LayerNorm(8)),
        4,
        8),
    RES_BLOCK(() -> new ResBlock(2, 4, 2), 2, 7, 7),
    CHECKPOINTED(() -> new Checkpointed(new Linear(6, 4)), 6),
    EMBEDDING(() -> new Embedding(4, 3)) {
      @Override
      Tensor input(long batch) {
        return Tensor.randint(0, 4, batch, 5);
      }
    };

    private final Supplier<Module> layer;
    private final long[] shape;

    Kind(Supplier<Module> layer, long... shape) {
      this.layer = layer;
      this.shape = shape;
    }

    Tensor input(long batch) {
      long[] all = new long[shape.length + 1];
      all[0] = batch;
      System.arraycopy(shape, 0, all, 1, shape.length);
      return Tensor.randn(all);
    }
  }

  /** ONNX Runtime 1.29 has no kernels in float64 for these. */
  private static final EnumSet<Kind> NOT_IN_FLOAT64 =
      EnumSet.of(
          Kind.CONV1D,
          Kind.CONV1D_STRIDE,
          Kind.CONV2D,
          Kind.CONV2D_SIDES,
          Kind.CONV2D_GROUPS,
          Kind.CONV2D_REFLECT,
          Kind.CONV2D_REPLICATE,
          Kind.CONV2D_CIRCULAR,
          Kind.CONV2D_EVEN,
          Kind.CONV_WITH_RELU,
          Kind.CONV_TRANSPOSE,
          Kind.CONV_TRANSPOSE_PLAIN,
          Kind.AVG_POOL1D,
          Kind.AVG_POOL,
          Kind.AVG_POOL_CEIL,
          Kind.AVG_POOL_CEIL_PADDED,
          Kind.AVG_POOL_CEIL_DROPPED,
          Kind.UPSAMPLE_NEAREST,
          Kind.UPSAMPLE_BILINEAR,
          Kind.ELU,
          Kind.GELU,
          Kind.SILU,
          Kind.SOFTPLUS,
          Kind.RNN_TANH,
          Kind.RNN_RELU,
          Kind.LSTM,
          Kind.LSTM_DEEP,
          Kind.LSTM_WITHOUT_BIAS,
          Kind.GRU,
          Kind.GRU_DEEP,
          Kind.TRANSFORMER,
          Kind.RES_BLOCK);

  /** ONNX Runtime 1.29 passes NaN over in maxima and in recurrent layers. */
  private static final EnumSet<Kind> LOSES_NAN =
      EnumSet.of(
          Kind.MAX_POOL1D,
          Kind.MAX_POOL2D,
          Kind.MAX_POOL2D_CEIL,
          Kind.RNN_RELU,
          Kind.LSTM,
          Kind.LSTM_DEEP,
          Kind.GRU,
          Kind.GRU_DEEP);

  @AfterEach
  void backToFloat32() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest
  @EnumSource
  void computesTheSame(Kind kind) {
    checkComputesTheSame(kind);
  }

  @ParameterizedTest
  @EnumSource
  void isOfFloat64IfTheModelIs(Kind kind) throws IOException {
    // GIVEN
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    // WHEN
    if (NOT_IN_FLOAT64.contains(kind)) {
      assertThatThrownBy(() -> checkComputesTheSame(kind))
          .hasRootCauseInstanceOf(OrtException.class)
          .rootCause()
          .hasMessageMatching("(?s).*(NOT_IMPLEMENTED|does not support double).*");
    } else {
      checkComputesTheSame(kind);
    }
    // THEN
    assertThat(ModelProto.parseFrom(Files.readAllBytes(file())).getGraph().getOutputList())
        .extracting(output -> output.getType().getTensorType().getElemType())
        .containsOnly(TensorProto.DataType.DOUBLE_VALUE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMBEDDING")
  void nanStaysNan(Kind kind) {
    // GIVEN
    Seed.set(3);
    Module model = kind.layer.get();
    Tensor x = kind.input(2);
    Tensor broken = kind.input(2).update(EveryLayerTest::putNan);
    // WHEN
    Onnx.export(model, x, file());
    // THEN
    try (Exported exported = new Exported(file())) {
      if (LOSES_NAN.contains(kind)) {
        assertThatThrownBy(() -> exported.checkAgainst(model, broken))
            .hasMessageContaining("instead of NaN");
      } else {
        exported.checkAgainst(model, broken);
      }
    }
  }

  /** In the second item, not at its first place along the third dimension. */
  private static void putNan(INDArray array) {
    int[] at = new int[array.rank()];
    at[0] = 1;
    if (at.length > 2) {
      at[2] = 1;
    }
    array.putScalar(at, Float.NaN);
  }

  private Path file() {
    return folder.resolve("layer.onnx");
  }

  private void checkComputesTheSame(Kind kind) {
    // GIVEN
    Seed.set(3);
    Module model = kind.layer.get();
    // WHEN
    Onnx.export(model, kind.input(2), file());
    // THEN
    try (Exported exported = new Exported(file())) {
      exported.checkAgainst(model, kind.input(2));
      exported.checkAgainst(model, kind.input(7));
      exported.checkAgainst(model, kind.input(1));
    }
  }
}
