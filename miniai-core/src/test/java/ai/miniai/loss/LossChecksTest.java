package ai.miniai.loss;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What losses refuse. */
class LossChecksTest {
  private static final Tensor IMAGE = Tensor.zeros(2, 3, 2);
  private static final Tensor LABELS = Tensor.of(0, 1, 2, 0).reshape(2, 2);

  private static void refuses(Supplier<?> loss, String... words) {
    assertThatThrownBy(loss::get)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words);
  }

  static Stream<LossFunction> elementwise() {
    return Stream.of(
        Losses::binaryCrossEntropy,
        Losses::binaryCrossEntropyWithLogits,
        Losses::l1,
        Losses::mse,
        new MSELoss(),
        Losses::smoothL1,
        Losses::huber,
        Losses::klDiv,
        (a, b) -> Losses.cosineSimilarity(a, b, 0),
        (a, b) -> Losses.cosineEmbedding(a, b, Tensor.of(1, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void refusesARowAgainstAColumn(LossFunction loss) {
    refuses(() -> loss.loss(Tensor.ones(3), Tensor.ones(3, 1)), "equal shapes", "[3]", "[3, 1]");
    refuses(() -> loss.loss(Tensor.ones(3, 1), Tensor.ones(3)), "equal shapes", "[3, 1]", "[3]");
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void refusesPredictionsInWholeNumbers(LossFunction loss) {
    refuses(() -> loss.loss(Tensor.of(1, 0), Tensor.of(1, 0)), "floating point", "LONG");
  }

  @Test
  void probabilitiesAreBetween0And1() {
    refuses(
        () -> Losses.binaryCrossEntropy(Tensor.of(new float[] {0.5f, 1.5f}, 2), Tensor.ones(2)),
        "binaryCrossEntropy wants probabilities in [0, 1], not 1.5",
        "binaryCrossEntropyWithLogits");
    refuses(
        () -> Losses.binaryCrossEntropy(Tensor.of(new float[] {-2, 0.5f}, 2), Tensor.ones(2)),
        "not -2.0");
    refuses(
        () -> Losses.binaryCrossEntropyWithLogits(Tensor.ones(2), Tensor.of(0, 255)),
        "targets in [0, 1], not 255.0");
  }

  @Test
  void labelsAreClasses() {
    CrossEntropyLoss plain = new CrossEntropyLoss();
    refuses(() -> plain.loss(IMAGE, LABELS.plus(1)), "label 3 at index 2 is not in [0, 3)");
    refuses(() -> plain.loss(Tensor.zeros(2, 3), Tensor.of(0, -1)), "label -1 at index 1");
    refuses(() -> plain.loss(Tensor.zeros(2, 3), Tensor.of(-100, 3)), "label 3 at index 1");
    refuses(() -> plain.ignoreIndex(0).loss(Tensor.zeros(2, 3), Tensor.of(0, -100)), "label -100");
    refuses(() -> Losses.nll(IMAGE, LABELS.minus(1)), "label -1 at index 0");
  }

  @Test
  void labelsAreForItemsAndPlaces() {
    for (LossFunction loss : new LossFunction[] {Losses::crossEntropy, Losses::nll}) {
      refuses(
          () -> loss.loss(IMAGE, Tensor.of(0, 1)),
          "[batch, classes, ...places] and labels [batch, ...places]",
          "[2, 3, 2]",
          "LONG [2]");
      refuses(() -> loss.loss(IMAGE.permute(0, 2, 1), LABELS.reshape(4)), "[2, 2, 3]", "[4]");
      refuses(() -> loss.loss(IMAGE.to(DataType.INT64), LABELS), "floating point");
    }
    refuses(() -> Losses.nll(IMAGE, IMAGE), "labels", "FLOAT [2, 3, 2]");
    refuses(() -> Losses.crossEntropy(IMAGE, IMAGE.slice(0, 0, 1)), "probabilities", "[1, 3, 2]");
    refuses(() -> Losses.crossEntropy(Tensor.zeros(3), Tensor.scalar(1)), "cross-entropy wants");
  }

  @Test
  void optionsHaveRanges() {
    refuses(() -> new CrossEntropyLoss().labelSmoothing(1.1), "between 0 and 1, not 1.1");
    refuses(() -> new CrossEntropyLoss().labelSmoothing(Double.NaN), "not NaN");
    refuses(() -> new HuberLoss().delta(0), "delta is above 0, not 0.0");
    refuses(() -> new SmoothL1Loss().beta(-1), "not -1.0");
    refuses(
        () -> new CrossEntropyLoss().ignoreIndex(0).loss(IMAGE, IMAGE),
        "ignoreIndex 0 is for labels");
  }

  @Test
  void weightsFitThePredictions() {
    refuses(
        () -> new CrossEntropyLoss().weight(Tensor.ones(2)).loss(IMAGE, LABELS),
        "a weight [classes] for each of 3 classes, not [2]");
    refuses(
        () ->
            new BCEWithLogitsLoss().posWeight(Tensor.ones(2)).loss(Tensor.ones(4), Tensor.ones(4)),
        "a posWeight",
        "[4]",
        "[2]");
    refuses(
        () -> new BCELoss().weight(Tensor.ones(4, 2)).loss(Tensor.ones(2), Tensor.ones(2)),
        "a weight",
        "[4, 2]");
  }

  @Test
  void oneProbabilityAmongManyIsFoundAndNaNIsNone() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      double[] values = new double[50_003];
      values[40_000] = Double.NaN;
      Tensor target = Tensor.zeros(values.length).to(type);
      assertThat(Losses.binaryCrossEntropy(Tensor.of(values, values.length).to(type), target))
          .hasValues(Double.NaN);
      values[50_002] = -0.25;
      Tensor x = Tensor.of(values, values.length).to(type);
      refuses(() -> Losses.binaryCrossEntropy(x, target), "not -0.25");
      values[50_002] = Double.POSITIVE_INFINITY;
      Tensor y = Tensor.of(values, values.length).to(type);
      refuses(() -> Losses.binaryCrossEntropy(y, target), "not Infinity");
    }
  }

  @Test
  void vectorsAreRowsOfATable() {
    refuses(
        () -> Losses.cosineEmbedding(Tensor.ones(2, 3), Tensor.ones(2, 3), Tensor.ones(2, 1)),
        "targets [batch] of 1 or -1, not [2, 3] and [2, 1]");
  }
}
