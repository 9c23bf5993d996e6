package ai.miniai.nn.norm;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.ModuleException;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Numbers as those of PyTorch 1.13 for the same inputs. */
class BatchNormTest {
  private static final float[] AFTER_ONE = {0.0091666667f, 0.0016666667f};

  private final BatchNorm2d norm = known();
  private final Tensor images = cycle(7, 23, 3, 2, 2, 2).minus(1);

  @Test
  void normalisesByTheBatchWhileTraining() {
    assertThat(norm.call(images))
        .hasShape(3, 2, 2, 2)
        .within(1e-5)
        .hasValues(
            -3.0653354630,
            -1.0356547081,
            0.9940260468,
            3.0237068017,
            0.6803138798,
            0.1650499136,
            -0.3502140526,
            0.8275321559,
            -0.1657915274,
            1.8638892275,
            -2.7753810695,
            -0.7457003145,
            -0.0557775005,
            -0.5710414668,
            0.6067047418,
            0.0914407756,
            2.7337524082,
            -1.9055178888,
            0.1241628661,
            2.1538436210,
            0.9011412940,
            0.3858773277,
            -0.1293866385,
            1.0483595700);
  }

  @Test
  void givesTheGradientsOfPyTorch() {
    // GIVEN
    Tensor x = images.detach().requiresGrad(true);

    // WHEN
    norm.call(x).times(cycle(5, 17, 3, 2, 2, 2)).sum().backward();

    // THEN
    assertThat(norm.parameters().get("weight").grad())
        .within(1e-5)
        .hasValues(3.3900501180, 1.7077320024);
    assertThat(norm.parameters().get("bias").grad()).within(1e-5).hasValues(9.4, 9.6);
    assertThat(x.grad())
        .within(1e-5)
        .hasValues(
            -0.97489361920,
            -0.35641117010,
            0.26207127900,
            0.88055372810,
            0.28836696546,
            0.028273095867,
            -0.23182077373,
            0.40474186422,
            -0.42272371312,
            0.19575873597,
            3.5456210322,
            -0.76512120919,
            0.00092902379585,
            -0.25916484580,
            0.37739779215,
            0.11730392256,
            0.12944619295,
            -1.4499162013,
            -0.83143375221,
            -0.21295131310,
            -0.64120775693,
            0.35005372008,
            0.089959850486,
            -0.52483285817);
  }

  @Test
  void keepsRunningMomentsOverBatches() {
    norm.call(images);
    assertThat(norm.buffers().get("running_mean")).hasValues(AFTER_ONE[0], AFTER_ONE[1]);
    assertThat(norm.buffers().get("running_var")).hasValues(0.9519015152, 0.9503333333);

    norm.call(images.times(2));
    norm.call(images.times(3));
    assertThat(norm.buffers().get("running_mean")).hasValues(0.0514250000, 0.0093500000);
    assertThat(norm.buffers().get("running_var")).hasValues(1.4249993182, 1.4039700000);
    assertThat(norm.buffers().get("num_batches_tracked")).hasShape().hasValues(3);
    assertThat(norm.buffers().get("num_batches_tracked")).hasType(DataType.INT64);
  }

  @Test
  void usesTheRunningMomentsWhileEvaluatingAndLeavesThem() {
    // GIVEN
    for (int i = 1; i <= 3; i++) {
      norm.call(images.times(i));
    }
    Map<String, Tensor> before = norm.stateDict();
    norm.eval();

    // WHEN
    Tensor y = norm.call(images);

    // THEN
    assertThat(y.reshape(-1).slice(0, 0, 6))
        .within(1e-5)
        .hasValues(
            -1.6615681226, -0.4887810138, 0.6840060949, 1.8567932037, 0.5149343628, 0.2195499435);
    norm.stateDict().forEach((name, value) -> assertThat(value).isIdenticalTo(before.get(name)));
  }

  @Test
  void evaluatesABatchOfOne() {
    norm.eval();

    assertThat(norm.call(Tensor.zeros(1, 2, 1, 1))).within(1e-5).hasValues(0.1, 0.3);
  }

  @Test
  void normalisesRowsWithSettingsOfItsOwn() {
    // GIVEN
    BatchNorm1d rows = new BatchNorm1d(3, 0.1, 0.3);

    // WHEN
    Tensor y = rows.call(cycle(7, 23, 4, 3));

    // THEN
    assertThat(y.select(1, 0))
        .within(1e-5)
        .hasValues(-1.5963192958, 0.7561512454, 0.5321064319, 0.3080616185);
    assertThat(rows.buffers().get("running_mean")).hasValues(0.4275, 0.12, 0.33);
    assertThat(rows.buffers().get("running_var")).hasValues(0.97875, 0.72, 0.72);
    assertThat(rows.summary()).isEqualTo("BatchNorm1d(3, eps 0.1, momentum 0.3)");
  }

  @Test
  void normalisesSequences() {
    // GIVEN
    BatchNorm1d sequences = new BatchNorm1d(2);

    // WHEN
    Tensor y = sequences.call(cycle(7, 23, 2, 2, 3));

    // THEN
    assertThat(y.reshape(-1).slice(0, 0, 4))
        .within(1e-5)
        .hasValues(-1.3771874677, -0.2858313612, 0.8055247453, 1.5090402973);
    assertThat(sequences.buffers().get("running_var")).hasValues(0.9493666667, 0.9562666667);
  }

  @Test
  void refusesABatchOfOneWhileTraining() {
    assertThatThrownBy(() -> new BatchNorm1d(3).call(Tensor.ones(1, 3)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "in module BatchNorm1d(3): batch normalisation wants more than one value per channel"
                + " while training, which an input of shape [1, 3] does not have: make the batch"
                + " larger (or leave out a last one of a single example), or evaluate");
    assertThat(new BatchNorm2d(3).call(Tensor.ones(1, 3, 1, 2))).hasShape(1, 3, 1, 2);
  }

  @Test
  void refusesInputsOfAnotherShape() {
    assertThatThrownBy(() -> norm.call(Tensor.ones(2, 2)))
        .hasMessageContaining("expected images of shape [batch, channels, height, width]");
    assertThatThrownBy(() -> new BatchNorm1d(2).call(images))
        .hasMessageContaining("expected an input of shape [batch, features] or");
    assertThatThrownBy(() -> norm.call(Tensor.ones(2, 3, 2, 2)))
        .hasMessageContaining("wants a weight of shape [3], not [2]");
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new BatchNorm2d(0))
        .hasMessage("the number of channels must be positive, not 0");
    assertThatThrownBy(() -> new BatchNorm2d(1, -1, 0.1)).hasMessageContaining("eps");
    assertThatThrownBy(() -> new BatchNorm2d(1, 1e-5, 2)).hasMessageContaining("momentum");
  }

  @Test
  void theStateHoldsParametersThenRunningMoments() {
    // GIVEN
    norm.call(images);
    BatchNorm2d other = new BatchNorm2d(2);

    // WHEN
    other.loadStateDict(norm.stateDict());

    // THEN
    assertThat(norm.stateDict().keySet())
        .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    other.eval();
    norm.eval();
    assertThat(other.call(images)).isIdenticalTo(norm.call(images));
  }

  @Test
  void theRunningMomentsOutliveTheMemoryOfTheStep() {
    BatchNorm2d made;
    try (MemoryScope step = MemoryScope.open()) {
      made = new BatchNorm2d(2);
      made.call(Tensor.of(images.toDoubles(), 3, 2, 2, 2).to(DataType.FLOAT));
    }
    try (MemoryScope step = MemoryScope.open()) {
      Tensor.randn(1000);
    }
    assertThat(made.buffers().get("running_mean")).hasValues(AFTER_ONE[0], AFTER_ONE[1]);
  }

  private static BatchNorm2d known() {
    BatchNorm2d norm = new BatchNorm2d(2);
    norm.parameters().get("weight").array().assign(Tensor.of(new float[] {2, -.5f}, 2).array());
    norm.parameters().get("bias").array().assign(Tensor.of(new float[] {.1f, .3f}, 2).array());
    return norm;
  }

  /** 0, step, 2·step, …, modulo {@code modulus}, over 10. */
  private static Tensor cycle(int step, int modulus, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[(int) length];
    for (int i = 0; i < length; i++) {
      values[i] = i * step % modulus / 10f;
    }
    return Tensor.of(values, shape);
  }
}
