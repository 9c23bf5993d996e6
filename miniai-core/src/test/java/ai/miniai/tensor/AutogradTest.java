package ai.miniai.tensor;

import static ai.miniai.tensor.TensorAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class AutogradTest {
  private final Tensor x = Tensor.of(new double[] {1, 2, 3}, 3).requiresGrad(true);

  /** x², which may be told to fail on the way back. */
  private static final class Square extends Operation {
    private final boolean failing;

    Square(boolean failing) {
      this.failing = failing;
    }

    @Override
    protected INDArray forward(INDArray... inputs) {
      save(inputs[0]);
      return inputs[0].mul(inputs[0]);
    }

    @Override
    protected void backward(INDArray gradient) {
      if (failing) {
        throw new ArithmeticException("no way back");
      }
      give(0, gradient.mul(saved(0)).muli(2));
    }
  }

  @Test
  void gradientsOfSeveralPassesAddUp() {
    x.square().sum().backward();
    x.times(10).sum().backward();

    assertThat(x.grad()).hasValues(12, 14, 16);
  }

  @Test
  void zeroGradForgets() {
    x.square().sum().backward();
    x.zeroGrad();
    assertThat(x.grad()).isNull();

    x.times(10).sum().backward();

    assertThat(x.grad()).hasValues(10, 10, 10);
  }

  @Test
  void aLeafThatNothingReachedHasNoGradient() {
    assertThat(x.grad()).isNull();
  }

  @Test
  void everyWayThroughADiamondCounts() {
    Tensor y = x.times(2);

    y.times(y).plus(y).plus(x).sum().backward(); // 4x² + 2x + x

    assertThat(x.grad()).hasValues(11, 19, 27);
  }

  @Test
  void anOperationThatWasMadeBeforeItsInputIsWalkedAfterIt() {
    Operation early = new Square(false);
    Tensor y = x.times(2);

    early.apply(y).plus(y).sum().backward(); // 4x² + 2x

    assertThat(x.grad()).hasValues(10, 18, 26);
  }

  @Test
  void aGradientThatSeveralSharedIsNotChangedByTheSumOfOne() {
    Tensor other = Tensor.of(new double[] {1, 1, 1}, 3).requiresGrad(true);
    Tensor sum = x.plus(other);

    sum.plus(x).plus(x).sum().backward();

    assertThat(x.grad()).hasValues(3, 3, 3);
    assertThat(other.grad()).hasValues(1, 1, 1);
  }

  @Test
  void aSeedWeightsTheResults() {
    x.square().backward(Tensor.of(new double[] {1, 0, -1}, 3));

    assertThat(x.grad()).hasValues(2, 0, -6);
  }

  @Test
  void detachCutsTheGraphAndCopies() {
    Tensor y = x.times(2).detach();
    y.array().putScalar(0, 100);

    assertThat(y.requiresGrad()).isFalse();
    assertThat(x).hasValues(1, 2, 3);
  }

  @Test
  void nothingIsRecordedInsideNoGrad() {
    Tensor y = Autograd.noGrad(() -> x.square());

    assertThat(y.requiresGrad()).isFalse();
    assertThat(Autograd.isRecording()).isTrue();
  }

  @Test
  void recordingGoesOnAfterAnExceptionInsideNoGrad() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Autograd.noGrad(
                    () -> {
                      throw new IllegalStateException();
                    }));

    assertThat(Autograd.isRecording()).isTrue();
  }

  @Test
  void noGradIsAMatterOfOneThread() throws InterruptedException {
    boolean[] recording = new boolean[1];
    Thread other = new Thread(() -> recording[0] = Autograd.isRecording());

    Autograd.noGrad(
        () -> {
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    assertThat(recording[0]).isTrue();
  }

  @Test
  void aGraphCanBeWalkedOnce() {
    Tensor loss = x.square().sum();
    loss.backward();

    for (int again = 0; again < 3; again++) {
      assertThatIllegalStateException()
          .isThrownBy(loss::backward)
          .withMessage(
              "Sum: backward() went through this graph already and freed it; run the forward pass"
                  + " again");
    }
    assertThat(x.grad()).hasValues(2, 4, 6);
  }

  @Test
  void aSecondLossOnAFreedPartIsAnError() {
    Tensor shared = x.square();
    shared.sum().backward();

    assertThatIllegalStateException()
        .isThrownBy(() -> shared.mean().backward())
        .withMessageStartingWith("Power: backward() went through this graph already");
  }

  @Test
  void aFailedPassLeavesNothingBehind() {
    Tensor shared = x.times(2);
    Tensor failing = new Square(true).apply(x);
    Tensor first = shared.plus(failing).sum();
    org.assertj.core.api.Assertions.assertThatThrownBy(first::backward).hasMessage("no way back");

    shared.sum().backward();

    assertThat(x.grad()).hasValues(2, 2, 2);
  }

  @Test
  void onlyANumberIsALoss() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.square().backward())
        .withMessageContaining("starts from one number")
        .withMessageContaining("[3]");
  }

  @Test
  void withoutALeafThatWantsAGradientThereIsNothingToDo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.ones(1).square().backward())
        .withMessageStartingWith("nothing to differentiate");
  }

  @Test
  void aSeedOfAnotherShapeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.square().backward(Tensor.ones(2)))
        .withMessage("the gradient has shape [2], but the tensor has shape [3]");
  }

  @Test
  void onlyALeafChangesWhatItRequires() {
    Tensor y = x.square();

    assertThatIllegalStateException()
        .isThrownBy(() -> y.requiresGrad(false))
        .withMessageStartingWith("only a leaf");
  }

  @Test
  void integersRequireNoGradient() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(1, 2).requiresGrad(true))
        .withMessage("only floating point tensors have gradients, not LONG");
  }

  @Test
  void anOperationIsAppliedOnce() {
    Operation square = new Square(false);
    square.apply(x);

    assertThatIllegalStateException()
        .isThrownBy(() -> square.apply(x))
        .withMessage("Square was applied already");
  }

  @Test
  void aGradientOfAWrongShapeOrTypeIsFoundWhereItIsMade() {
    Operation wrong =
        new Operation() {
          @Override
          protected INDArray forward(INDArray... inputs) {
            return inputs[0].mul(2);
          }

          @Override
          protected void backward(INDArray gradient) {
            give(0, gradient.sum());
          }

          @Override
          protected String name() {
            return "Wrong";
          }
        };
    Tensor y = wrong.apply(x).sum();

    assertThatIllegalArgumentException()
        .isThrownBy(y::backward)
        .withMessage("Wrong: the gradient of input 0 is DOUBLE [], but the input is DOUBLE [3]");
  }
}
