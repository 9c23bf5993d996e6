package ai.miniai.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.nn.Embedding;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.SinusoidalPositionalEmbedding;
import ai.miniai.nn.attention.MultiheadAttention;
import ai.miniai.nn.attention.TransformerEncoder;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.model.TabularModel;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.RecurrentOptions;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Whole models compute the same in ONNX Runtime. */
class ModelsTest {
  @TempDir Path folder;

  @BeforeEach
  void seed() {
    Seed.set(7);
  }

  private Path file() {
    return folder.resolve("model.onnx");
  }

  private void check(Module model, Tensor... inputs) {
    try (Exported exported = new Exported(file())) {
      exported.checkAgainst(model, inputs);
    }
  }

  /** Running statistics as after some training. */
  private static Module used(Module model, Tensor x) {
    model.call(x);
    model.call(x.times(2.0).plus(1L));
    return model;
  }

  @Test
  void theNetworkOfTheLesson() {
    // GIVEN
    Module model = used(Layers.getModel(ReLU::new, BatchNorm2d::new), Tensor.randn(8, 1, 28, 28));
    // WHEN
    Onnx.export(model, Tensor.randn(4, 1, 28, 28), file());
    // THEN
    check(model, Tensor.randn(4, 1, 28, 28));
    check(model, Tensor.randn(9, 1, 28, 28));
  }

  @Test
  void theResidualNetwork() {
    // GIVEN
    Module model = used(Layers.resnet(ReLU::new, 8, 16, 32), Tensor.randn(4, 1, 28, 28));
    // WHEN
    Onnx.export(model, Tensor.randn(1, 1, 28, 28), file());
    // THEN
    check(model, Tensor.randn(1, 1, 28, 28));
    check(model, Tensor.randn(5, 1, 28, 28));
  }

  /** The next letter of a text, for each letter. */
  private static final class Letters extends Module {
    private final Embedding embedding = child("embedding", new Embedding(30, 8));
    private final LSTM lstm = child("lstm", new LSTM(8, 12, new RecurrentOptions().layers(2)));
    private final Linear head = child("head", new Linear(12, 30));

    @Override
    protected Tensor forward(Tensor letters) {
      return head.call(lstm.callAll(embedding.call(letters)).get("output"));
    }
  }

  @Test
  void anLstmOfLetters() {
    // GIVEN
    Module model = new Letters();
    // WHEN
    Onnx.export(model, Tensor.randint(0, 30, 2, 6), file());
    // THEN
    check(model, Tensor.randint(0, 30, 2, 6));
    check(model, Tensor.randint(0, 30, 7, 6));
  }

  @Test
  void aTransformer() {
    // GIVEN
    Module model =
        new Sequential(
            new Embedding(20, 8),
            new SinusoidalPositionalEmbedding(8),
            new TransformerEncoder(
                List.of(
                    new TransformerEncoderLayer(8, 2, 16, 0.1).causal(),
                    new TransformerEncoderLayer(8, 4, 16, 0.1).gelu())),
            new Flatten(),
            new Linear(40, 3));
    // WHEN
    Onnx.export(model, Tensor.randint(0, 20, 2, 5), file());
    // THEN
    check(model, Tensor.randint(0, 20, 2, 5));
    check(model, Tensor.randint(0, 20, 6, 5));
  }

  @Test
  void attentionWithMasks() {
    // GIVEN
    Module model = new MultiheadAttention(8, 2).withWeights();
    Tensor padding = Tensor.of(0L, 0L, 0L, 1L).reshape(1, 4).to(DataType.BOOL);
    Tensor added = Tensor.randn(4, 4);
    // WHEN
    Onnx.of(model, Tensor.randn(1, 4, 8), padding, added)
        .inputs("x", "padding", "mask")
        .batchDims(0, 0, ExampleBatches.NONE)
        .export(file());
    // THEN
    check(model, Tensor.randn(1, 4, 8), padding, added);
    check(
        model,
        Tensor.randn(3, 4, 8),
        Tensor.concat(0, padding, padding, padding.logicalNot()),
        Tensor.randn(4, 4));
  }

  @Test
  void sequencesWithTimeFirstAndAState() {
    // GIVEN
    Module model = new GRU(6, 5, new RecurrentOptions().timeFirst().bidirectional());
    // WHEN
    Onnx.of(model, Tensor.randn(4, 2, 6), Tensor.randn(2, 2, 5)).batchDims(1, 1).export(file());
    // THEN
    check(model, Tensor.randn(4, 2, 6), Tensor.randn(2, 2, 5));
    check(model, Tensor.randn(4, 7, 6), Tensor.randn(2, 7, 5));
  }

  @Test
  void aTableWithNumbersAndCategories() {
    // GIVEN
    Module model = new TabularModel(3, List.of(4, 6), 2, 0.1, 0.2, 10, 8);
    model.call(Tensor.randn(8, 3), Tensor.randint(0, 4, 8, 2));
    // WHEN
    Onnx.of(model, Tensor.randn(2, 3), Tensor.randint(0, 4, 2, 2)).export(file());
    // THEN
    check(model, Tensor.randn(2, 3), Tensor.randint(0, 4, 2, 2));
    check(model, Tensor.randn(5, 3), Tensor.randint(0, 4, 5, 2));
  }

  /** With branches, sizes taken from the input, tied weights and two outputs of any names. */
  private static final class Own extends Module {
    private final Linear first = child("first", new Linear(6, 6));
    private final Tensor scale = parameter("scale", Tensor.rand(6));
    private final Tensor shift = buffer("shift", Tensor.rand(6));

    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      Tensor x = inputs[0];
      Tensor y = x;
      for (int i = 0; i < 3; i++) {
        y = first.call(y).relu().plus(x);
      }
      Tensor padded = Tensor.concat(1, y, Tensor.zeros(x.size(0), 2));
      Tensor pairs = padded.reshape(x.size(0), 4, 2).permute(0, 2, 1).reshape(2 * x.size(0), 4);
      Tensor chosen = Tensor.where(y.gt(0.5), y.times(scale), shift);
      return Outputs.of("pairs", pairs.softmax(-1))
          .and("chosen", chosen.minus(chosen.mean(new int[] {1}, true)))
          .and("input", x)
          .and("again", pairs.softmax(-1))
          .and("constant", shift.plus(1L));
    }
  }

  @Test
  void aModuleOfOnesOwn() {
    // GIVEN
    Module model = new Own();
    // WHEN
    Onnx.export(model, Tensor.randn(2, 6), file());
    // THEN
    check(model, Tensor.randn(2, 6));
    check(model, Tensor.randn(11, 6));
    try (Exported exported = new Exported(file())) {
      assertThat(exported.run(Tensor.randn(1, 6)))
          .containsOnlyKeys("pairs", "chosen", "input_2", "again", "constant");
    }
  }

  /** Twice the same value, and the value of a step that another output comes from. */
  private static final class Repeating extends Module {
    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      Tensor y = inputs[0].relu();
      return Outputs.of(List.of(y, y, y.exp()));
    }
  }

  @Test
  void oneValueMayBeSeveralOutputs() {
    // WHEN
    Onnx.export(new Repeating(), Tensor.randn(2, 3), file());
    // THEN
    check(new Repeating(), Tensor.randn(4, 3));
  }

  @Test
  void aModelInTrainingWithHooksIsLeftAsItIs() {
    // GIVEN
    Module model = used(Layers.getModel(ReLU::new, BatchNorm2d::new), Tensor.randn(8, 1, 28, 28));
    int[] seen = new int[1];
    model.onForward(
        (module, inputs, output) -> {
          seen[0]++;
          output.toDoubles();
        });
    Tensor running = model.buffers().values().iterator().next();
    double[] before = running.toDoubles();
    // WHEN
    Onnx.export(model, Tensor.randn(2, 1, 28, 28), file());
    // THEN
    assertThat(seen[0]).isZero();
    assertThat(model.training()).isTrue();
    assertThat(running.toDoubles()).isEqualTo(before);
    assertThat(model.parameters().values()).allMatch(Tensor::requiresGrad);
    check(model, Tensor.randn(3, 1, 28, 28));
  }
}
