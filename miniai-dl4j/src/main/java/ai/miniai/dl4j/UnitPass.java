package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.tensor.Operation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * One pass through a {@link Dl4jLayer}. Its inputs are those of the layer and the parameters, so
 * that autograd passes gradients to both.
 */
final class UnitPass extends Operation {
  private final Dl4jLayer layer;
  private final int inputs;
  private final int batchSize;
  private final boolean training;
  private final int number;

  /** {@code number}: the index of this pass among the passes of the layer. */
  UnitPass(Dl4jLayer layer, int inputs, int batchSize, boolean training, int number) {
    this.layer = layer;
    this.inputs = inputs;
    this.batchSize = batchSize;
    this.training = training;
    this.number = number;
  }

  @Override
  protected INDArray forward(INDArray... all) {
    save(all);
    INDArray[] given =
        Arrays.stream(all, 0, inputs).map(UnitPass::inLogicalOrder).toArray(INDArray[]::new);
    return layer.unit().forward(training, batchSize, StepMemory.current(), given);
  }

  /** Our images may be stored as [batch, height, width, channels]. */
  private static INDArray inLogicalOrder(INDArray x) {
    return x.ordering() == 'c' && Shape.hasDefaultStridesForShape(x) ? x : x.dup('c');
  }

  @Override
  protected void backward(INDArray gradient) {
    checkState(
        training,
        "%s: DL4J's layers go backward in training mode only; call train() on the model before the"
            + " forward pass",
        name());
    checkState(
        number == layer.passes(),
        "%s ran again before the backward pass of its run before, but DL4J's layers remember their"
            + " last run only: go backward after each forward pass",
        name());
    for (int i = 0; i < inputCount(); i++) {
      saved(i); // DL4J's layer reads all of them, so it is an error if one has changed
    }
    INDArray own = mayOverwriteGradient() ? inLogicalOrder(gradient) : gradient.dup('c');
    Unit.Gradients gradients = layer.unit().backward(own, StepMemory.current());
    for (int i = 0; i < inputs; i++) {
      giveIfThere(i, gradients.inputs().get(i));
    }
    List<String> names = layer.parameterNames();
    for (int i = 0; i < names.size(); i++) {
      INDArray part = gradients.parameters().get(names.get(i));
      giveIfThere(inputs + i, part == null ? null : Dl4jLayer.rowMajor(part));
    }
    layer.unit().buffers().forEach((name, buffer) -> step(buffer, gradients, name));
  }

  private void giveIfThere(int i, @Nullable INDArray part) {
    if (needs(i) && part != null) {
      give(i, part);
    }
  }

  private static void step(INDArray buffer, Unit.Gradients gradients, String name) {
    INDArray step = gradients.parameters().get(name);
    if (step != null) {
      buffer.subi(step);
    }
  }

  @Override
  protected String name() {
    return layer.summary();
  }
}
