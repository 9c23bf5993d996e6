package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss function of miniai's, or your own, in an output layer of DL4J's. Its gradient is computed
 * by autograd. The opposite is {@link Dl4jLoss}.
 *
 * <pre>{@code
 * new LossLayer.Builder(new AutogradLoss(Losses.huber(1))).activation(Activation.IDENTITY).build()
 * }</pre>
 *
 * <p>Predictions are what the layer's activation function returns, [batch, size]. The loss must be
 * a mean over the batch. Masks are not supported. A network with such a loss cannot be written to a
 * file.
 */
public final class AutogradLoss implements ILossFunction {
  private static final long serialVersionUID = 1;

  private final transient LossFunction loss;

  /** {@code loss}: a mean over the batch. */
  public AutogradLoss(LossFunction loss) {
    this.loss = loss;
  }

  /** The loss of the batch: the mean, or the mean times the batch size. */
  @Override
  public double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    INDArray outputs = outputs(preOutput, activation, mask);
    try (MemoryScope scope = MemoryScope.open()) {
      double mean = mean(labels, Tensor.wrap(outputs)).item();
      return average ? mean : mean * preOutput.size(0);
    }
  }

  /** The loss of each row, [batch, 1]. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    INDArray each = Nd4j.create(preOutput.dataType(), preOutput.size(0), 1);
    for (long row = 0; row < preOutput.size(0); row++) {
      each.putScalar(
          row,
          0,
          computeScore(
              labels.getRow(row, true), preOutput.getRow(row, true), activation, mask, true));
    }
    return each;
  }

  /** DL4J divides gradients by the batch size later, so these are of the sum over the batch. */
  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    return computeGradientAndScore(labels, preOutput, activation, mask, false).getSecond();
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    Tensor outputs = Tensor.wrap(outputs(preOutput, activation, mask)).requiresGrad(true);
    double value;
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor mean = mean(labels, outputs);
      mean.backward();
      value = mean.item();
    }
    long rows = preOutput.size(0);
    INDArray gradient = requireNonNull(outputs.grad()).array().mul(rows);
    return new Pair<>(
        average ? value : value * rows, activation.backprop(preOutput, gradient).getFirst());
  }

  private static INDArray outputs(
      INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    checkArgument(mask == null, "AutogradLoss does not support masks");
    return activation.getActivation(preOutput.dup(), true);
  }

  private Tensor mean(INDArray labels, Tensor outputs) {
    return loss.loss(outputs, Tensor.wrap(labels.castTo(outputs.dataType())));
  }

  /** The loss function. */
  LossFunction unwrap() {
    return loss;
  }

  @Override
  public String name() {
    return loss.toString();
  }

  @Override
  public String toString() {
    return name();
  }
}
