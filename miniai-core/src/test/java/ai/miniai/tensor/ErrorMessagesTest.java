package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the reader is told about operands that do not fit. */
class ErrorMessagesTest {
  private static final Tensor LOGITS = Tensor.zeros(2, 10);
  private static final Tensor IMAGES = Tensor.zeros(2, 3, 8, 8);
  private static final int[] ONE = {1};
  private static final int[] TEN = {10};
  private static final Tensor DOUBLES = Tensor.of(new double[4], 2, 2);

  @ParameterizedTest
  @MethodSource("mistakes")
  void theMessageSaysWhatWasGivenAndWhatWasExpected(ThrowingCallable mistake, String message) {
    assertThat(catchThrowable(mistake))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            () -> LOGITS.crossEntropy(Tensor.of(3, 10)),
            "label 10 at index 1 is not in [0, 10): the logits are of 10 classes"),
        mistake(
            () -> LOGITS.crossEntropy(Tensor.of(-1, 3)),
            "label -1 at index 0 is not in [0, 10): the logits are of 10 classes"),
        mistake(
            () -> LOGITS.crossEntropy(Tensor.of(1, 2, 3)),
            "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or"
                + " probabilities [batch, classes]; given logits [2, 10] and labels [3]"),
        mistake(
            () -> LOGITS.crossEntropy(Tensor.zeros(2)),
            "cross-entropy wants logits [batch, classes] and labels [batch] (int64), or"
                + " probabilities [batch, classes]; given logits [2, 10] and probabilities [2]"),
        mistake(
            () -> LOGITS.slice(1, 0, 1).standardize(0.1, 1, 1),
            "an input of shape [2, 1] has 1 values to standardise together, which are too few"),
        mistake(
            () -> LOGITS.layerNorm(new long[] {10}, Tensor.ones(9), null, 0.1),
            "this layer normalisation wants a weight and a bias of shape [10], not [9]"),
        mistake(
            () -> IMAGES.groupNorm(2, null, null, 0.1),
            "group normalisation with 2 groups wants an input [batch, channels, ...] with a"
                + " multiple of 2 channels, not [2, 3, 8, 8]"),
        mistake(
            () -> LOGITS.mse(Tensor.zeros(2, 1)),
            "mse wants equal shapes, but the prediction is [2, 10] and the target [2, 1]:"
                + " broadcasting them would hide a mistake"),
        mistake(
            () -> LOGITS.plus(Tensor.zeros(3, 10)),
            "shapes [2, 10] and [3, 10] do not broadcast: dimension 2 from the end is 2 against 3"),
        mistake(
            () -> Tensor.of(5, 8).mean(),
            "mean wants floating point numbers, not LONG [2]: convert with to(DataType.FLOAT)"),
        mistake(
            () -> DOUBLES.matmul(Tensor.zeros(2, 2)),
            "all operands must have one type, but they are DOUBLE [2, 2], FLOAT [2, 2]"),
        mistake(
            () -> DOUBLES.linear(Tensor.zeros(2, 2), null),
            "all operands must have one type, but they are DOUBLE [2, 2], FLOAT [2, 2]"),
        mistake(
            () -> LOGITS.matmul(Tensor.zeros(2, 10)),
            "matmul wants [..., n, k] and [..., k, m] with equal leading sizes, not [2, 10] and"
                + " [2, 10]"),
        mistake(
            () -> LOGITS.linear(Tensor.zeros(5, 4), null),
            "a linear layer with weight [5, 4] ([out, in]) wants an input of shape [..., 4], not"
                + " [2, 10]"),
        mistake(
            () -> LOGITS.linear(Tensor.zeros(5, 10), Tensor.zeros(4)),
            "a linear layer with weight [5, 10] wants a bias of shape [5], not [4]"),
        mistake(
            () -> LOGITS.conv2d(Tensor.zeros(4, 3, 3, 3), null, 1, 1),
            "expected images of shape [batch, channels, height, width], not [2, 10]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 1, 3, 3), null, 1, 1),
            "a convolution with weight [4, 1, 3, 3] ([out, in, kh, kw]) wants images of 1 channels"
                + " [batch, 1, height, width], not [2, 3, 8, 8]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), Tensor.zeros(3), 1, 1),
            "a convolution with weight [4, 3, 3, 3] wants a bias of shape [4], not [3]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3), null, 1, 1),
            "expected a weight of shape [out, in, kh, kw], not [4, 3, 3]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), null, 0, 1),
            "the stride must be positive, not 0"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), null, 1, -1),
            "the padding must not be negative, as -1 is"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 1, 3, 3), null, ONE, ONE, ONE, 2),
            "a convolution with weight [4, 1, 3, 3] ([out, in / groups, kh, kw]) and 2 groups wants"
                + " images of 2 channels [batch, 2, height, width], not [2, 3, 8, 8]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 1, 3, 3), null, ONE, ONE, ONE, 3),
            "the 4 output channels of a convolution with weight [4, 1, 3, 3] cannot be divided into"
                + " 3 groups"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), null, ONE, ONE, ONE, 0),
            "the number of groups must be positive, not 0"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), null, ONE, ONE, new int[] {0}, 1),
            "the dilation must be positive, not 0"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 3), null, new int[3], ONE, ONE, 1),
            "the stride wants one number for all sides, or 2 (height and width), not [0, 0, 0]"),
        mistake(
            () -> IMAGES.conv2d(Tensor.zeros(4, 3, 3, 4), null, ONE, new int[] {1, 0}, TEN, 1),
            "images of 8 × 8 with padding 1 × 0 are smaller than the window of 21 × 31 (3 × 4 with"
                + " dilation)"),
        mistake(
            () -> IMAGES.conv1d(Tensor.zeros(4, 3, 3), null, 1, 1, 1, 1),
            "expected sequences of shape [batch, channels, length], not [2, 3, 8, 8]"),
        mistake(
            () -> IMAGES.select(0, 0).conv1d(Tensor.zeros(4, 3, 3, 3), null, 1, 1, 1, 1),
            "expected a weight of shape [out, in, kernel], not [4, 3, 3, 3]"),
        mistake(
            () -> IMAGES.select(0, 0).conv1d(Tensor.zeros(4, 3, 3), null, 1, 1, 1, 1),
            "a convolution with weight [4, 3, 3] ([out, in, kernel]) wants sequences of 3 channels"
                + " [batch, 3, length], not [3, 8, 8]"),
        mistake(
            () -> IMAGES.select(0, 0).conv1d(Tensor.zeros(4, 8, 3), null, 1, 1, 10, 1),
            "sequences of length 8 with padding 1 are shorter than the window of 21 (3 with"
                + " dilation 10)"),
        mistake(
            () -> IMAGES.select(0, 0).maxPool1d(9, 9, 0),
            "sequences of length 8 with padding 0 are shorter than the window of 9"),
        mistake(
            () -> IMAGES.maxPool2d(9, 9, 0),
            "images of 8 × 8 with padding 0 are smaller than the window of 9 × 9"),
        mistake(
            () -> IMAGES.avgPool2d(3, 1, 2),
            "the padding of a pooling window of size 3 must be at most 1, not 2"),
        mistake(
            () -> LOGITS.reshape(3, -1),
            "a tensor of shape [2, 10] has 20 elements, which do not fit the shape [3, -1]"),
        mistake(() -> LOGITS.sum(2), "dimension 2 does not exist: a tensor of rank 2 has -2 to 1"),
        mistake(() -> LOGITS.sum(0, -2), "a dimension stands twice in [0, -2]"),
        mistake(
            () -> LOGITS.permute(0, 0), "permute wants each of the 2 dimensions once, not [0, 0]"),
        mistake(
            () -> LOGITS.slice(1, 5, 11),
            "a slice from 5 to 11 does not lie within dimension 1 of shape [2, 10]"),
        mistake(
            () -> LOGITS.select(1, 10),
            "index 10 does not exist: dimension 1 of shape [2, 10] has -10 to 9"),
        mistake(
            () -> Tensor.concat(0, LOGITS, Tensor.zeros(2, 9)),
            "concat along dimension 0 wants shapes that differ there only, not [2, 10] and [2, 9]"),
        mistake(
            () -> LOGITS.dropout(1.5), "the probability of dropping must lie in [0, 1), not 1.5"),
        mistake(() -> LOGITS.clamp(1, 0), "expected min <= max, not min 1.0 and max 0.0"),
        mistake(
            () -> LOGITS.to(DataType.UINT16),
            "tensors are of type [BOOL, UBYTE, BYTE, SHORT, INT, LONG, HALF, BFLOAT16, FLOAT,"
                + " DOUBLE], not UINT16: convert the array first, castTo(DataType.INT64) say"),
        mistake(() -> LOGITS.item(), "item() wants one element, but the shape is [2, 10]"),
        mistake(() -> Tensor.of(new double[3], 2, 2), "expected 4 values for shape [2, 2], got 3"));
  }

  @ParameterizedTest
  @MethodSource("operationsThatNd4jRefuses")
  void whatNd4jRefusesIsToldWithTheOperands(Operation operation, String message) {
    assertThat(catchThrowable(() -> operation.apply(LOGITS, Tensor.of(1, 2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message)
        .hasCauseInstanceOf(RuntimeException.class);
  }

  static Stream<Arguments> operationsThatNd4jRefuses() {
    Operation twice =
        new Operation() {
          @Override
          protected INDArray forward(INDArray... inputs) {
            return inputs[0].mmul(inputs[0]);
          }

          @Override
          protected void backward(INDArray gradient) {}

          @Override
          protected String name() {
            return "Twice";
          }
        };
    return Stream.of(Arguments.of(twice, "Twice failed on FLOAT [2, 10], LONG [2]: "));
  }

  private static Arguments mistake(ThrowingCallable mistake, String message) {
    return Arguments.of(mistake, message);
  }
}
