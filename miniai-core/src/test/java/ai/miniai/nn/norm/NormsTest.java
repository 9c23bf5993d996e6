package ai.miniai.nn.norm;

import static ai.miniai.nn.Numbers.cycle;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Normalisations but the batch's: numbers as those of PyTorch 1.13. */
class NormsTest {
  private final Tensor images = cycle(7, 23, 11, 2, 4, 2, 3).requiresGrad(true);

  @Test
  void layerNormIsThatOfPyTorch() {
    // GIVEN
    LayerNorm norm = new LayerNorm(4, 2, 3);

    // WHEN
    Tensor y = run(norm);

    // THEN
    assertStarts(y, -1.53767218, -0.516609227, 0.504453728, 1.52551664, -0.808341519, 0.212721447);
    assertStarts(
        images.grad(),
        -0.678901094,
        -0.2655648,
        0.147771515,
        0.5611078,
        -0.467012937,
        -0.053676647);
    assertStarts(
        grad(norm, "weight"),
        1.64026582,
        0.058182358,
        0.567061167,
        0.354595403,
        0.332844139,
        0.124821587);
    assertStarts(grad(norm, "bias"), -1.5, -0.5, 0.5, 1.5, -0.9, 0.1);
  }

  @Test
  void layerNormNormalisesTheLastDimensions() {
    assertThat(new LayerNorm(new long[] {4}, 0, false).call(cycle(3, 7, 0, 2, 3, 4)).var(-1))
        .within(1e-5)
        .hasValues(4. / 3, 4. / 3, 4. / 3, 4. / 3, 4. / 3, 4. / 3);
  }

  /** PyTorch 1.13 has none. */
  @Test
  void rmsNormDividesByTheRootOfTheMeanSquare() {
    assertThat(new RMSNorm(2).call(Tensor.of(new float[] {3, 4, 0, 0}, 2, 2)))
        .hasValues(3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5), 0, 0);
  }

  @Test
  void theEpsOfRmsNormIsThatOfTheType() {
    double tiny = 0x1p-12;
    RMSNorm norm = new RMSNorm(new long[] {1}, 0x1p-23, false);
    Tensor x = Tensor.of(new double[] {tiny}, 1);

    assertThat(new RMSNorm(1).call(x.to(DataType.FLOAT)))
        .isIdenticalTo(norm.call(x.to(DataType.FLOAT)));
    assertThat(new RMSNorm(1).call(x))
        .hasType(DataType.DOUBLE)
        .within(1e-12)
        .hasValues(tiny / Math.sqrt(tiny * tiny + 0x1p-52));
    assertThat(new RMSNorm(1).call(x.to(DataType.FLOAT16)).to(DataType.FLOAT))
        .within(1e-5)
        .hasValues(tiny / Math.sqrt(tiny * tiny + 0x1p-10));
  }

  @Test
  void groupNormIsThatOfPyTorch() {
    // GIVEN
    GroupNorm norm = new GroupNorm(2, 4);

    // WHEN
    Tensor y = run(norm);

    // THEN
    assertStarts(y, -1.45578883, -0.410607101, 0.634574624, 1.6797563, -0.70923047, 0.335951266);
    assertStarts(
        images.grad(),
        -0.471274927,
        -0.208217631,
        0.0548396872,
        0.317896981,
        -0.368697787,
        -0.105640496);
    assertStarts(grad(norm, "weight"), 3.07552111, -0.46562168, 1.93634575, -2.94786951);
    assertStarts(grad(norm, "bias"), -0.8, -0.5, -0.2, 1.8);
  }

  @Test
  void instanceNormIsThatOfPyTorch() {
    // GIVEN
    InstanceNorm2d norm = new InstanceNorm2d(4, 1e-5, true);

    // WHEN
    Tensor y = run(norm);

    // THEN
    assertStarts(y, -1.45290408, -0.418633371, 0.61563734, 1.64990801, -0.714139308, 0.320131415);
    assertStarts(
        images.grad(),
        0.0361761887,
        0.0304579337,
        0.0247397008,
        0.0190214555,
        -0.0523385079,
        -0.0580567708);
    assertStarts(grad(norm, "weight"), 3.0953889, -0.800642792, 2.08303644, -2.53587033);
    assertStarts(grad(norm, "bias"), -0.8, -0.5, -0.2, 1.8);
  }

  @Test
  void instanceNormKeepsRunningMomentsIfAsked() {
    // GIVEN
    InstanceNorm2d norm = tracking(true);

    // WHEN
    Tensor y = norm.call(images);
    norm.call(images.times(2));

    // THEN
    assertThat(y).isIdenticalTo(new InstanceNorm2d(4).call(images));
    assertThat(norm.stateDict().keySet())
        .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    assertThat(norm.buffers().get("running_mean"))
        .within(1e-6)
        .hasValues(0.0337499939, -0.13499999, 0.162, -0.162);
    assertThat(norm.buffers().get("running_var"))
        .within(1e-6)
        .hasValues(1.16233504, 1.14612007, 1.23259997, 1.23259997);
  }

  @Test
  void instanceNormUsesItsRunningMomentsWhileEvaluating() {
    // GIVEN
    InstanceNorm2d norm = tracking(true);
    norm.call(images);
    norm.call(images.times(2));
    norm.eval();

    // WHEN
    Tensor y = run(norm);

    // THEN
    assertStarts(
        y, -1.05159807, -0.402320296, 0.246957436, 0.896235108, -0.587828219, 0.0614495054);
    assertStarts(
        images.grad(), -0.742031693, -0.278261900, 0.185507923, 0.649277687, -0.463769794, 0);
    assertStarts(grad(norm, "weight"), 2.00997806, -0.324592143, 1.21812642, -1.59282362);
    assertStarts(grad(norm, "bias"), -0.8, -0.5, -0.2, 1.8);
  }

  @Test
  void instanceNormWithRunningMomentsNeedsNoWeights() {
    // GIVEN
    InstanceNorm2d norm = tracking(false);

    // WHEN
    norm.eval();

    // THEN
    assertThat(norm.call(Tensor.full(2, 1, 4, 1, 1))).within(1e-4).hasValues(2, 2, 2, 2);
  }

  private static InstanceNorm2d tracking(boolean affine) {
    return new InstanceNorm2d(4, 1e-5, 0.3, affine, true);
  }

  @Test
  void theLayerNormOfTheCourseHasOneScaleAndOneShift() {
    // GIVEN
    ScalarLayerNorm norm = new ScalarLayerNorm();

    // WHEN
    Tensor y = run(norm);

    // THEN
    assertStarts(y, -1.50529718, -0.50573225, 0.493832679, 1.49339756, -0.791322247, 0.208242692);
    assertStarts(
        images.grad(),
        -0.66460672,
        -0.259973313,
        0.144660116,
        0.549293515,
        -0.45717997,
        -0.0525465661);
    assertThat(grad(norm, "mult")).hasShape().within(1e-5).hasValues(1.43613535);
    assertThat(grad(norm, "add")).hasShape().within(1e-5).hasValues(0.3);
  }

  @Test
  void namesAndInitialValuesAreThoseOfPyTorchAndTheCourse() {
    assertThat(new LayerNorm(2, 3).stateDict().keySet()).containsExactly("weight", "bias");
    assertThat(new LayerNorm(2, 3).parameters().get("weight"))
        .hasShape(2, 3)
        .hasValues(1, 1, 1, 1, 1, 1);
    assertThat(new RMSNorm(2, 3).stateDict().keySet()).containsExactly("weight");
    assertThat(new GroupNorm(1, 2).parameters().get("bias")).hasShape(2).hasValues(0, 0);
    assertThat(new InstanceNorm2d(2).stateDict()).isEmpty();
    assertThat(new ScalarLayerNorm().stateDict().keySet()).containsExactly("mult", "add");
    assertThat(new ScalarLayerNorm().parameters().get("mult")).hasShape().hasValues(1);
  }

  static Stream<Supplier<Module>> norms() {
    return Stream.of(
        () -> new LayerNorm(4, 2, 3),
        () -> new RMSNorm(4, 2, 3),
        () -> new GroupNorm(2, 4),
        () -> new InstanceNorm2d(4, 1e-5, true),
        ScalarLayerNorm::new);
  }

  /** Such as those that a convolution makes: channels vary fastest in memory. */
  @ParameterizedTest
  @MethodSource("norms")
  void theOrderOfMemoryMakesNoDifference(Supplier<Module> norm) {
    Tensor channelsLast =
        Tensor.wrap(images.array().permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2));

    assertThat(norm.get().call(channelsLast)).isCloseTo(norm.get().call(images));
  }

  @ParameterizedTest
  @MethodSource("norms")
  void parametersOutliveTheMemoryScopeInWhichTheLayerIsBuilt(Supplier<Module> norm) {
    Module built;
    try (MemoryScope ignored = MemoryScope.open()) {
      built = norm.get();
    }

    assertThat(built.call(images)).hasShape(2, 4, 2, 3);
  }

  @Test
  void showTheirSettings() {
    assertThat(new LayerNorm(4, 2).summary()).isEqualTo("LayerNorm(4 × 2)");
    assertThat(new LayerNorm(new long[] {4}, 1e-3, false).summary())
        .isEqualTo("LayerNorm(4, eps 0.001, not affine)");
    assertThat(new RMSNorm(4, 2).summary()).isEqualTo("RMSNorm(4 × 2)");
    assertThat(new RMSNorm(new long[] {4}, 1e-3, false).summary())
        .isEqualTo("RMSNorm(4, eps 0.001, not affine)");
    assertThat(new GroupNorm(2, 4).summary()).isEqualTo("GroupNorm(2, 4)");
    assertThat(new InstanceNorm2d(4).summary()).isEqualTo("InstanceNorm2d(4)");
    assertThat(new InstanceNorm2d(4, 1e-5, true).summary()).isEqualTo("InstanceNorm2d(4, affine)");
    assertThat(new InstanceNorm2d(4, 1e-5, 0.3, false, true).summary())
        .isEqualTo("InstanceNorm2d(4, momentum 0.3, running moments)");
    assertThat(new ScalarLayerNorm(1e-3).summary()).isEqualTo("ScalarLayerNorm(eps 0.001)");
  }

  @Test
  void refuseBadSettings() {
    assertThatThrownBy(() -> new GroupNorm(3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 channels cannot be cut into 3 groups of equal size");
    assertThatThrownBy(() -> new LayerNorm(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sizes of a normalisation must be positive, not [2, 0]");
    assertThatThrownBy(() -> new RMSNorm(new long[] {2}, Double.NaN, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eps must be finite and not negative, not NaN");
    assertThatThrownBy(() -> new ScalarLayerNorm(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eps must be finite and not negative, not -1.0");
  }

  @Test
  void refuseInputsOfAnotherShape() {
    assertThatThrownBy(() -> new LayerNorm(3).call(Tensor.zeros(2, 4)))
        .hasMessageContaining(
            "layer normalisation over [3] wants an input that ends with this shape, not [2, 4]");
    assertThatThrownBy(() -> new RMSNorm(3).call(Tensor.zeros(2, 4)))
        .hasMessageContaining(
            "RMS normalisation over [3] wants an input that ends with this shape, not [2, 4]");
    assertThatThrownBy(() -> new GroupNorm(2, 4).call(Tensor.zeros(2, 6, 1)))
        .hasMessageContaining("expected an input of shape [batch, 4, ...], not [2, 6, 1]");
    assertThatThrownBy(() -> new InstanceNorm2d(4).call(Tensor.zeros(2, 4, 1, 1)))
        .hasMessageContaining("with more than one place, not [2, 4, 1, 1]");
    assertThatThrownBy(() -> new ScalarLayerNorm().call(Tensor.zeros(2, 4)))
        .hasMessageContaining("expected images of shape [batch, channels, height, width]");
  }

  private Tensor run(Module norm) {
    Tensor y = norm.call(images);
    y.times(cycle(5, 17, 8, 2, 4, 2, 3)).sum().backward();
    return y;
  }

  private static Tensor grad(Module module, String parameter) {
    return module.parameters().get(parameter).grad();
  }

  private static void assertStarts(Tensor tensor, double... expected) {
    assertThat(tensor.reshape(-1).slice(0, 0, expected.length)).within(1e-5).hasValues(expected);
  }
}
