package ai.miniai.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.callback.Callback;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.data.Batch;
import ai.miniai.io.Safetensors;
import ai.miniai.nn.Conv1d;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Dropout2d;
import ai.miniai.nn.ELU;
import ai.miniai.nn.LearnedPositionalEmbedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.LogSoftmax;
import ai.miniai.nn.MaxPool1d;
import ai.miniai.nn.Module;
import ai.miniai.nn.PReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.SinusoidalPositionalEmbedding;
import ai.miniai.nn.attention.MultiheadAttention;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.norm.RMSNorm;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.RNN;
import ai.miniai.nn.recurrent.RecurrentOptions;
import ai.miniai.random.Seed;
import ai.miniai.recording.LayerStats;
import ai.miniai.summary.Summary;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.PadMode;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Doubles;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of layer is watched, summed up, stored, copied, and taken up again in the same bits.
 */
class EveryLayerTest {
  @TempDir Path folder;

  private enum Kind {
    CONV1D(false, () -> Conv1d.builder(8, 6, 3).dilation(2).groups(2).paddingSame().build()),
    CONV2D(
        true, () -> Conv2d.builder(1, 3, 3, 1).padding(1, 0).paddingMode(PadMode.REFLECT).build()),
    MAX_POOL1D(false, () -> new MaxPool1d(2)),
    DROPOUT2D(true, () -> new Dropout2d(0.3)),
    PRELU(false, () -> new PReLU(8)),
    ELU(false, ELU::new),
    LOG_SOFTMAX(false, () -> new LogSoftmax(-1)),
    RMS_NORM(false, () -> new RMSNorm(8)),
    SINUSOIDAL(false, () -> new SinusoidalPositionalEmbedding(8)),
    LEARNED(false, () -> new LearnedPositionalEmbedding(8, 8)),
    RNN(false, () -> new RNN(8, 5)),
    LSTM(
        false, () -> new LSTM(8, 5, new RecurrentOptions().layers(2).dropout(0.2).bidirectional())),
    GRU(false, () -> new GRU(8, 5)),
    ATTENTION(false, () -> new MultiheadAttention(8, 2).withWeights()),
    TRANSFORMER(false, () -> new TransformerEncoderLayer(8, 2, 16, 0.1));

    private final boolean image;
    private final Supplier<Module> layer;

    Kind(boolean image, Supplier<Module> layer) {
      this.image = image;
      this.layer = layer;
    }

    Network network() {
      Seed.set(5);
      return new Network(image, new Sequential(new Linear(8, 8), layer.get()));
    }
  }

  /** A layer between two linear ones, for pictures [batch, 1, 8, 8] or their rows. */
  private static final class Network extends Module {
    private final boolean image;
    private final Module body;
    private final Module head;

    Network(boolean image, Module layer) {
      this.image = image;
      body = child("body", layer);
      head = child("head", new Linear(width(), 10));
    }

    private int width() {
      try (MemoryScope scope = MemoryScope.open()) {
        return (int) features(Tensor.zeros(1, 1, 8, 8)).length();
      }
    }

    private Tensor features(Tensor x) {
      return body.callAll(image ? x : x.reshape(x.size(0), 8, 8)).get(0).flatten(1);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return head.call(features(x));
    }

    Module layer() {
      return ((Sequential) body).get(1);
    }
  }

  private static final class Stop extends Callback {
    @Override
    public void beforeEpoch() {
      if (epoch() == 1) {
        throw new IllegalStateException("stopped");
      }
    }
  }

  private static Tensor predicted(Module model) {
    model.eval();
    try (MemoryScope scope = MemoryScope.open()) {
      return model.call(images().x()).detach();
    }
  }

  private static Batch images() {
    return Pictures.few().valid().iterate().next();
  }

  @ParameterizedTest
  @EnumSource
  void isWatchedAndSummedUp(Kind kind) {
    // GIVEN
    Network model = kind.network();
    ActivationStats activations = new ActivationStats(module -> module == model.layer());
    GradientStats gradients = new GradientStats(module -> module == model.layer());
    // WHEN
    Pictures.learner(model, activations, gradients).fit(1);
    Summary summary = Summary.of(model, images());
    // THEN
    assertThat(activations.layers())
        .isNotEmpty()
        .allSatisfy(layer -> assertThat(layer.columns()).hasSize(3))
        .allSatisfy(layer -> assertThat(Doubles.asList(layer.means())).allMatch(Double::isFinite));
    assertThat(gradients.layers()).extracting(LayerStats::name).isNotEmpty();
    assertThat(summary.rows().get(3).type()).isEqualTo(model.layer().getClass().getSimpleName());
    assertThat(summary.rows().get(3).outputs()).hasSize(activations.layers().size());
  }

  @ParameterizedTest
  @EnumSource
  void isStoredAndCopied(Kind kind) {
    // GIVEN
    Network model = kind.network();
    Pictures.learner(model).fit(1);
    Tensor expected = predicted(model);
    Path file = folder.resolve("weights.safetensors");
    Safetensors.of(model.stateDict()).write(file);
    // WHEN
    Network other = kind.network();
    other.loadStateDict(Safetensors.read(file).tensors());
    // THEN
    assertThat(predicted(other).toDoubles()).isEqualTo(expected.toDoubles());
    assertThat(predicted(model.copy()).toDoubles()).isEqualTo(expected.toDoubles());
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromACheckpointInTheSameBits(Kind kind) {
    // GIVEN
    Network whole = kind.network();
    Pictures.learner(whole).fit(2);
    Network first = kind.network();
    assertThatThrownBy(
            () -> Pictures.learner(first, new CheckpointCB(folder).every(1), new Stop()).fit(2))
        .hasMessageContaining("stopped");
    // WHEN
    Network resumed = kind.network();
    Pictures.learner(resumed, new CheckpointCB(folder).every(1).resume()).fit(2);
    // THEN
    Map<String, Tensor> expected = whole.stateDict();
    resumed
        .stateDict()
        .forEach(
            (name, value) ->
                assertThat(value.toDoubles()).as(name).isEqualTo(expected.get(name).toDoubles()));
  }
}
