package ai.miniai.nn;

import static ai.miniai.nn.Initialization.Mode.FAN_IN;
import static ai.miniai.nn.Initialization.Mode.FAN_OUT;
import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Initial weights as those of PyTorch 1.13 for the same seed. */
class InitializationTest {
  @BeforeEach
  void seed() {
    Seed.set(1);
  }

  @Test
  void aLinearLayerDrawsItsWeightAndThenItsBias() {
    // WHEN
    Linear linear = new Linear(784, 50);

    // THEN
    assertFirst(
        linear,
        "weight",
        0.018402257934212685,
        -0.015763510018587112,
        -0.0069236247800290585,
        0.016763176769018173,
        -0.03362274914979935,
        0.02141847461462021,
        -0.007347332779318094,
        0.018169425427913666);
    assertFirst(linear, "bias", -0.011166454, -0.011015935, 0.033124521, 0.034085773);
  }

  @Test
  void layersDrawInTheOrderInWhichTheyAreBuilt() {
    // WHEN
    Sequential model = new Sequential(new Linear(784, 50), new ReLU(), new Linear(50, 10));

    // THEN
    assertFirst(model, "2.weight", -0.117268771, 0.044478871, 0.033689175, 0.086052746);
    assertFirst(model, "2.bias", -0.1153403, -0.104467608, -0.050780818, 0.086351059);
  }

  @Test
  void aConvolutionDrawsItsWeightAndThenItsBias() {
    // WHEN
    Conv2d conv = new Conv2d(1, 8, 5);

    // THEN
    assertFirst(conv, "weight", 0.103052638, -0.088275649, -0.038772296, 0.093873791);
    assertFirst(conv, "bias", 0.048437979, -0.147885367, 0.170750052, -0.077581264);
  }

  @Test
  void theFanOfAConvolutionInGroupsIsThatOfOneGroup() {
    // WHEN
    Conv2d conv = Conv2d.builder(8, 12, 3, 2).groups(4).build();

    // THEN
    assertFirst(conv, "weight", 0.148743674, -0.127414912, -0.055962991, 0.135495141);
    assertFirst(conv, "bias", 0.0893414393, -0.0653662384, 0.110949621, 0.0932953954);
    assertThat(conv.parameters().get("weight")).hasShape(12, 2, 3, 2);
  }

  @Test
  void aConvolutionOfSequencesDrawsAsOneOfImages() {
    // WHEN
    Conv1d conv = Conv1d.builder(6, 4, 5).groups(2).build();

    // THEN
    assertFirst(conv, "weight", 0.133040383, -0.113963373, -0.0500548184, 0.121190533);
    assertFirst(conv, "bias", -0.166904867, 0.16771169, 0.156753004, 0.228995293);
    assertThat(conv.parameters().get("weight")).hasShape(4, 3, 5);
  }

  @Test
  void theCoursesInitialisationIncludesConvolutionsOfSequences() {
    // GIVEN
    Conv1d conv = new Conv1d(2, 3, 3);
    double[] before = conv.parameters().get("weight").toDoubles();

    // WHEN
    Initialization.initWeights(new Sequential(conv), 0.1);

    // THEN
    assertThat(conv.parameters().get("weight").toDoubles()).isNotEqualTo(before);
  }

  @Property(tries = 20)
  void aConvolutionsWeightsFillTheirBoundsAndDoNotPassThem(
      @ForAll @IntRange(min = 1, max = 5) int in, @ForAll @IntRange(min = 1, max = 5) int kernel) {
    // GIVEN
    double bound = 1 / Math.sqrt(in * kernel * kernel);

    // WHEN
    Conv2d conv = new Conv2d(in, 1000, kernel);

    // THEN
    for (Tensor parameter : conv.parameters().values()) {
      double largest = Arrays.stream(parameter.toDoubles()).map(Math::abs).max().orElseThrow();
      assertThat(largest).isBetween(0.95 * bound, bound * (1 + 1e-6));
    }
  }

  @Test
  void parametersOutliveTheMemoryScopeInWhichTheirLayerIsBuilt() {
    // GIVEN
    Linear linear;

    // WHEN
    try (MemoryScope ignored = MemoryScope.open()) {
      linear = new Linear(2, 1);
    }

    // THEN
    assertThat(linear.call(Tensor.zeros(1, 2)))
        .isCloseTo(linear.parameters().get("bias").reshape(1, 1));
  }

  @Test
  void refusesALayerWithoutInputs() {
    assertThatThrownBy(() -> new Linear(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the sizes of a layer must be positive, but its weight or bias would be of shape"
                + " [5, 0]");
  }

  @Test
  void kaimingNormalDrawsTheWeightsOfAllLayersAnew() {
    // GIVEN
    Sequential model =
        new Sequential(new Conv2d(1, 2, 3), new ReLU(), new Sequential(new Linear(8, 3)));

    // WHEN
    Initialization.kaimingNormal(model);

    // THEN
    assertFirst(
        model,
        "0.weight",
        0.552394092,
        -0.437176645,
        -0.482402653,
        -0.281044364,
        -0.474011719,
        -0.099280767,
        -0.003557939,
        0.788861156,
        0.004875657,
        0.46372506,
        -0.087335132,
        -0.469629705,
        -0.391857475,
        -0.217327863,
        -0.26402539,
        0.186476395,
        -0.463049859,
        0.625268161);
    assertFirst(
        model,
        "2.0.weight",
        0.049887702,
        -0.3269867,
        0.365846843,
        -0.717192948,
        -0.250406533,
        0.08581657,
        -0.079996563,
        -0.252336085,
        0.096911013,
        -1.291606903,
        0.426971018,
        0.623284161,
        0.252860695,
        0.475255609,
        0.648324132,
        0.436898142,
        0.171676874,
        -0.535138905,
        -0.437131584,
        -0.732399702,
        -0.631464183,
        0.561009407,
        0.783167064,
        1.279069185);
  }

  @Test
  void kaimingNormalLeavesBiases() {
    // GIVEN
    Sequential model = new Sequential(new Conv2d(1, 2, 3));

    // WHEN
    Initialization.kaimingNormal(model);

    // THEN
    assertThat(model.parameters().get("0.bias")).hasValues(0.291388929, 0.103730045);
  }

  @Test
  void kaimingNormalIsPyTorchs() {
    assertDrawn(
        weight -> Initialization.kaimingNormal(weight, 0.1, FAN_IN),
        new long[] {4, 3},
        0.537311912,
        0.21686101,
        0.0501093455,
        0.504785836);
    assertDrawn(
        weight -> Initialization.kaimingNormal(weight, 0.2, FAN_OUT),
        new long[] {2, 3, 3, 3},
        -0.498656601,
        -0.245220929,
        -0.213760346,
        -0.526076555);
  }

  @Test
  void kaimingUniformIsPyTorchs() {
    assertDrawn(
        Initialization::kaimingUniform,
        new long[] {4, 3},
        0.728692174,
        -0.624203086,
        -0.274161547,
        0.663787901);
    assertDrawn(
        weight -> Initialization.kaimingUniform(weight, 0.3, FAN_OUT),
        new long[] {2, 3, 3, 3},
        0.284941226,
        -0.244082734,
        -0.107205652,
        0.259561628);
  }

  @Test
  void xavierNormalIsPyTorchs() {
    assertDrawn(
        Initialization::xavierNormal,
        new long[] {4, 3},
        0.353507608,
        0.142676935,
        0.0329678804,
        0.33210808);
    assertDrawn(
        weight -> Initialization.xavierNormal(weight, Gain.TANH),
        new long[] {2, 3, 3, 3},
        -0.53603977,
        -0.263604581,
        -0.229785472,
        -0.565515339);
  }

  @Test
  void xavierUniformIsPyTorchs() {
    assertDrawn(
        Initialization::xavierUniform,
        new long[] {4, 3},
        0.477041036,
        -0.408636838,
        -0.179480866,
        0.434551209);
    assertDrawn(
        weight -> Initialization.xavierUniform(weight, Gain.TANH),
        new long[] {2, 3, 3, 3},
        0.313579202,
        -0.268614262,
        -0.117980346,
        0.285648853);
  }

  @Test
  void gainsArePyTorchs() {
    assertThat(new double[] {Gain.LINEAR, Gain.TANH, Gain.RELU, Gain.leakyRelu(0.1)})
        .containsExactly(1, 1.6666666666666667, 1.4142135623730951, 1.4071950894605838);
  }

  @Test
  void aBiasHasNoFan() {
    assertThatThrownBy(() -> Initialization.kaimingNormal(Tensor.zeros(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a fan wants a weight of shape [out, in, ...], not [3]: a bias has none");
  }

  @Test
  void initWeightsDrawsTheConvolutionsOnly() {
    // GIVEN
    Sequential model = convolutionsAndALinear();

    // WHEN
    Initialization.initWeights(model, 0.1);

    // THEN
    assertFirst(model, "0.weight", 0.549652636, -0.435007036, -0.480008602, -0.279649615);
    assertFirst(model, "3.weight", 0.0330934152, -0.216909289, -0.302996665, 0.45942384);
    assertFirst(model, "2.weight", -0.21500884, -0.348697245, -0.096772939, -0.249034658);
  }

  @Test
  void initWeightsTakesAFilterOnThePath() {
    // GIVEN
    Sequential model = convolutionsAndALinear();
    Tensor first = model.parameters().get("0.weight").detach();

    // WHEN
    Initialization.initWeights(model, 0.1, (path, module) -> path.equals("3"));

    // THEN
    assertThat(model.parameters().get("0.weight")).isIdenticalTo(first);
    assertThat(model.parameters().get("3.weight").std().item()).isGreaterThan(0.25);
  }

  @Test
  void initWeightsNamesAModuleWithoutAWeight() {
    assertThatThrownBy(
            () -> Initialization.initWeights(convolutionsAndALinear(), 0, (p, m) -> p.equals("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1, ReLU(), has no weight to initialise: let the filter leave it out");
  }

  private static Sequential convolutionsAndALinear() {
    return new Sequential(new Conv2d(1, 2, 3), new ReLU(), new Linear(3, 2), new Conv2d(2, 1, 3));
  }

  private static void assertDrawn(Consumer<Tensor> init, long[] shape, double... expected) {
    Tensor weight = Tensor.zeros(shape);
    Seed.set(1);
    init.accept(weight);
    assertStarts(weight, expected);
  }

  private static void assertFirst(Module model, String parameter, double... expected) {
    assertStarts(model.parameters().get(parameter), expected);
  }

  private static void assertStarts(Tensor tensor, double... expected) {
    assertThat(tensor.reshape(-1).slice(0, 0, expected.length)).within(1e-6).hasValues(expected);
  }
}
