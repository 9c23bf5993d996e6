package ai.miniai.loss;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.tensor.GradientCheck;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Losses where they are delicate, and their gradients beside finite differences. */
class LossEdgesTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Tensor of(double... values) {
    return Tensor.of(values, values.length);
  }

  // ---------------------------------------------------------------- gradients

  private record Check(String name, Function<List<Tensor>, Tensor> loss, INDArray... inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Check> checks() {
    INDArray x = GradientCheck.values(0.1, 2, 4, 3);
    INDArray other = GradientCheck.values(2.1, 3, 4, 3);
    INDArray share = GradientCheck.positive(0.1, 0.9, 4, 3);
    INDArray target = GradientCheck.positive(0.2, 0.8, 4, 3);
    INDArray image = GradientCheck.values(0.1, 2, 2, 3, 2, 2);
    Tensor places = Tensor.of(0, 2, 1, 1, -100, 2, 0, 0).reshape(2, 2, 2);
    Tensor weight = of(0.5, 2, 1);
    CrossEntropyLoss smooth =
        new CrossEntropyLoss().weight(weight).labelSmoothing(0.1).reduction(Reduction.NONE);
    NLLLoss nll = new NLLLoss().weight(weight);
    BCEWithLogitsLoss logits = new BCEWithLogitsLoss().posWeight(weight);
    return Stream.of(
        new Check("cross-entropy", in -> smooth.loss(in.get(0), places), image),
        new Check("probabilities", in -> smooth.loss(in.get(0), in.get(1)), x, target),
        new Check("nll", in -> nll.loss(in.get(0), places), image),
        new Check("bce", in -> Losses.binaryCrossEntropy(in.get(0), in.get(1)), share, target),
        new Check("logits", in -> logits.loss(in.get(0), in.get(1)), x, target),
        new Check("smoothL1", in -> Losses.smoothL1(in.get(0), in.get(1)), x, target),
        new Check("huber", in -> Losses.huber(in.get(0), in.get(1)), x, other),
        new Check("l1", in -> Losses.l1(in.get(0), in.get(1)), x, other),
        new Check("klDiv", in -> Losses.klDiv(in.get(0), in.get(1)), x, target),
        new Check("klDiv log", in -> new KLDivLoss().logTarget().loss(in.get(0), in.get(1)), x, x),
        new Check("cosine", in -> Losses.cosineSimilarity(in.get(0), in.get(1), -1), x, other),
        new Check(
            "cosineEmbedding",
            in -> Losses.cosineEmbedding(in.get(0), in.get(1), Tensor.of(1, -1, 1, -1)),
            x,
            other));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void hasTheGradientOfFiniteDifferences(Check given) {
    GradientCheck.check(
        given.loss, Stream.of(given.inputs).map(INDArray::dup).toArray(INDArray[]::new));
  }

  /** The gradient is computed with the loss, before the gradient of the loss is known. */
  @ParameterizedTest
  @MethodSource("checks")
  void theGradientOfAMultipleIsTheMultipleOfTheGradient(Check given) {
    List<Tensor> once = parameters(given);
    List<Tensor> often = parameters(given);

    given.loss.apply(once).sum().backward();
    Tensor loss = given.loss.apply(often).sum();
    loss.plus(loss.times(-4)).backward();

    for (int i = 0; i < once.size(); i++) {
      INDArray gradient = once.get(i).grad().array();
      assertThat(often.get(i).grad()).hasValues(gradient.mul(-3).ravel().toDoubleVector());
    }
  }

  private static List<Tensor> parameters(Check given) {
    return Stream.of(given.inputs)
        .map(x -> Tensor.wrap(x.castTo(DataType.FLOAT).dup()).requiresGrad(true))
        .toList();
  }

  @Test
  void theGradientAt0IsThatOfTheSigmoid() {
    // GIVEN
    Tensor x = of(0, 0).requiresGrad(true);
    // WHEN
    Losses.binaryCrossEntropyWithLogits(x, of(0, 1)).backward();
    // THEN
    assertThat(x.grad()).hasValues(0.25, -0.25);
  }

  @Test
  void aVectorOfZerosHasAFiniteGradient() {
    // GIVEN
    Tensor x = Tensor.zeros(1, 2).requiresGrad(true);
    // WHEN
    Tensor cosine = Losses.cosineSimilarity(x, Tensor.ones(1, 2), 1);
    cosine.sum().backward();
    // THEN
    assertThat(cosine).hasValues(0);
    assertThat(x.grad()).hasValues(1e8 / Math.sqrt(2), 1e8 / Math.sqrt(2));
  }

  @Test
  void shortVectorsCountAsLongerOnes() {
    Tensor cosine =
        Losses.cosineSimilarity(Tensor.of(new float[] {1e-9f, 0}, 1, 2), Tensor.ones(1, 2), 1);
    assertThat(cosine).hasValues(0.1 / Math.sqrt(2));
  }

  // ---------------------------------------------------------------- far values

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void farLogitsAreNotInfinite(DataType kind) {
    // GIVEN
    Tensor x = of(1e4, 1e4, -1e4, -1e4, 100, -100).to(kind).requiresGrad(true);
    BCEWithLogitsLoss each = new BCEWithLogitsLoss().reduction(Reduction.NONE);
    // WHEN
    Tensor loss = each.loss(x, Tensor.of(0, 1, 0, 1, 1, 0));
    loss.sum().backward();
    // THEN
    assertThat(loss).hasValues(1e4, 0, 0, 1e4, 0, 0);
    assertThat(x.grad()).hasValues(1, 0, 0, -1, 0, 0);
  }

  @Test
  void smallLossesOfFloat32AreExact() {
    // WHEN
    Tensor loss =
        Losses.binaryCrossEntropyWithLogits(
            Tensor.of(new float[] {-20, -20}, 2), Tensor.of(new float[] {0, 0}, 2));
    // THEN
    assertThat(loss.times(1e9)).hasValues(2.0611536181902037);
  }

  @Test
  void infiniteLogitsAreInfinitelyWrongOrNoNumber() {
    BCEWithLogitsLoss each = new BCEWithLogitsLoss().reduction(Reduction.NONE);
    assertThat(each.loss(of(INF, INF, -INF, Double.NaN), of(0, 1, 0, 0)))
        .hasValues(INF, Double.NaN, Double.NaN, Double.NaN);
  }

  @Test
  void theLogarithmOfAProbabilityIsLimited() {
    // GIVEN
    Tensor p = of(0, 1, 0, 1).requiresGrad(true);
    // WHEN
    Tensor loss =
        new BCELoss().reduction(Reduction.NONE).loss(p, Tensor.of(0, 0, 1, 1).to(DataType.BOOL));
    loss.sum().backward();
    // THEN
    assertThat(loss).hasValues(0, 100, 100, 0);
    assertThat(p.grad()).hasValues(0, 1e12, -1e12, 0);
  }

  @Test
  void aProbabilityThatIsNaNStaysNaN() {
    assertThat(Losses.binaryCrossEntropy(of(Double.NaN, 0.5), of(0, 1))).hasValues(Double.NaN);
  }

  @Test
  void infiniteDistancesAreInfinite() {
    assertThat(Losses.smoothL1(of(INF, 1), of(0, 1))).hasValues(INF);
    assertThat(Losses.huber(of(0, 1), of(-INF, 1))).hasValues(INF);
    assertThat(Losses.huber(of(Double.NaN, 1), of(0, 1))).hasValues(Double.NaN);
  }

  @Test
  void impossibleTargetsAreFreeAndNegativeOnesNoNumber() {
    KLDivLoss each = new KLDivLoss().reduction(Reduction.NONE);
    assertThat(each.loss(of(-1, -INF, -1), of(0, 0, -0.5))).hasValues(0, Double.NaN, Double.NaN);
  }

  @Test
  void aBetaOf0IsTheL1Loss() {
    assertThat(new SmoothL1Loss().beta(0).loss(of(1, 3, 3), of(1, 1, 4))).hasValues(1);
  }

  // ---------------------------------------------------------------- ignored labels

  @Test
  void withoutLabelsTheMeanIsNoNumberAndTheSum0() {
    // GIVEN
    Tensor x = of(1, 2).reshape(1, 2).requiresGrad(true);
    Tensor none = Tensor.of(-100);
    CrossEntropyLoss sum = new CrossEntropyLoss().reduction(Reduction.SUM);
    // WHEN
    Tensor loss = sum.loss(x, none);
    loss.backward();
    // THEN
    assertThat(loss).hasShape().hasValues(0);
    assertThat(x.grad()).hasValues(0, 0);
    assertThat(Losses.crossEntropy(x, none)).hasValues(Double.NaN);
    assertThat(new CrossEntropyLoss().labelSmoothing(0.1).loss(x, none)).hasValues(Double.NaN);
    assertThat(sum.reduction(Reduction.NONE).loss(x, none)).hasShape(1).hasValues(0);
    assertThat(Losses.nll(x, none)).hasValues(Double.NaN);
  }

  @Test
  void weightsOf0AreNoNumberInTheMean() {
    CrossEntropyLoss loss = new CrossEntropyLoss().weight(of(0, 1));
    assertThat(loss.loss(of(1, 2).reshape(1, 2), Tensor.of(0))).hasValues(Double.NaN);
    assertThat(loss.reduction(Reduction.SUM).loss(of(1, 2).reshape(1, 2), Tensor.of(0)))
        .hasValues(0);
  }

  @Test
  void scoresOfIgnoredItemsAreNotRead() {
    // GIVEN
    Tensor x = Tensor.of(new double[] {-INF, 2, Double.NaN, 1, 1, 2}, 3, 2);
    Tensor target = Tensor.of(-100, -100, 0);
    // WHEN, THEN
    assertThat(Losses.crossEntropy(x, target)).hasValues(1.3132616875);
    assertThat(new CrossEntropyLoss().labelSmoothing(0.1).loss(x, target)).hasValues(1.2632616875);
  }

  @Test
  void labelsMayBeOfAnyIntegerType() {
    Tensor x = Tensor.of(new double[] {1, 2, 0, 1}, 2, 2);
    Tensor narrow = Tensor.of(0, 7).to(DataType.INT8);
    assertThat(new CrossEntropyLoss().ignoreIndex(7).loss(x, narrow)).hasValues(1.3132616875);
    assertThat(new NLLLoss().ignoreIndex(7).loss(x, narrow)).hasValues(-1);
  }

  // ---------------------------------------------------------------- none and one

  @Test
  void anEmptyBatchHasNoMeanAndTheSum0() {
    // GIVEN
    Tensor rows = Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3)).requiresGrad(true);
    Tensor labels = Tensor.wrap(Nd4j.create(DataType.INT64, 0));
    CrossEntropyLoss smooth = new CrossEntropyLoss().labelSmoothing(0.1);
    // WHEN, THEN
    assertThat(Losses.crossEntropy(rows, labels)).hasValues(Double.NaN);
    assertThat(smooth.weight(of(1, 1, 1)).loss(rows, labels)).hasValues(Double.NaN);
    assertThat(smooth.reduction(Reduction.SUM).loss(rows, labels)).hasValues(0);
    assertThat(smooth.reduction(Reduction.NONE).loss(rows, labels)).hasShape(0);
    assertThat(smooth.loss(rows, rows)).hasValues(Double.NaN);
    for (LossFunction loss :
        List.<LossFunction>of(
            Losses::binaryCrossEntropy,
            Losses::binaryCrossEntropyWithLogits,
            Losses::l1,
            Losses::smoothL1,
            Losses::huber,
            Losses::klDiv)) {
      assertThat(loss.loss(rows, Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3))))
          .hasValues(Double.NaN);
    }
    smooth.reduction(Reduction.SUM).loss(rows, labels).backward();
    assertThat(rows.grad()).hasShape(0, 3);
  }

  @Test
  void anEmptyBatchMayHavePlaces() {
    // GIVEN
    Tensor images = Tensor.wrap(Nd4j.create(DataType.FLOAT, 0, 3, 2, 4)).requiresGrad(true);
    Tensor labels = Tensor.wrap(Nd4j.create(DataType.INT64, 0, 2, 4));
    CrossEntropyLoss each = new CrossEntropyLoss().reduction(Reduction.NONE);
    // WHEN, THEN
    assertThat(Losses.crossEntropy(images, labels)).hasValues(Double.NaN);
    assertThat(Losses.nll(images, labels)).hasValues(Double.NaN);
    assertThat(each.loss(images, labels)).hasShape(0, 2, 4);
    assertThat(each.loss(images, images)).hasShape(0, 2, 4);
    assertThat(new KLDivLoss().batchMean().loss(images, images)).hasValues(Double.NaN);
  }

  @Test
  void oneElementIsEnough() {
    assertThat(Losses.crossEntropy(of(3).reshape(1, 1), Tensor.of(0))).hasValues(0);
    assertThat(new NLLLoss().reduction(Reduction.NONE).loss(of(3).reshape(1, 1), Tensor.of(0)))
        .hasShape(1)
        .hasValues(-3);
    assertThat(Losses.binaryCrossEntropyWithLogits(Tensor.scalar(0), Tensor.scalar(1)))
        .hasShape()
        .hasValues(Math.log(2));
    assertThat(Losses.smoothL1(Tensor.scalar(3), Tensor.scalar(1))).hasShape().hasValues(1.5);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"HALF", "BFLOAT16"})
  void shortNumbersKeepTheirType(DataType kind) {
    // GIVEN
    Tensor x = Tensor.of(new float[] {1, 2, 0.5f, 0.25f}, 2, 2).to(kind).requiresGrad(true);
    Tensor y = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2).to(kind);
    CrossEntropyLoss smooth = new CrossEntropyLoss().labelSmoothing(0.1);
    // WHEN
    Tensor loss = smooth.loss(x, Tensor.of(0, 1));
    loss.backward();
    // THEN
    assertThat(loss).hasType(kind).within(0.01).hasValues(1.03487);
    assertThat(x.grad()).hasType(kind);
    assertThat(Losses.binaryCrossEntropyWithLogits(x, y))
        .hasType(kind)
        .within(0.01)
        .hasValues(0.99576);
    assertThat(Losses.huber(x, y)).hasType(kind).within(0.01).hasValues(0.47656);
  }
}
