package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A factor times the sum of the scores [rows, classes] at the label of each row. */
final class LabelScoreOp extends Operation {
  private final Tensor labels;
  private final double factor;

  /** {@code labels}: classes, int64 [rows], which were checked. */
  LabelScoreOp(Tensor labels, double factor) {
    this.labels = labels;
    this.factor = factor;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("factor", factor);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray classes = Layout.contiguous(labels.live());
    alsoReads(labels);
    save(classes);
    INDArray scores = Layout.contiguous(inputs[0]);
    double sum = Kernels.current().sumAtLabels(scores, classes);
    return Layout.full(scores.dataType(), factor * sum);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray scores = Layout.empty(gradient.dataType(), inputShape(0));
    Kernels.current().markLabels(saved(0), factor * gradient.getDouble(0), scores);
    giveAway(0, scores);
  }
}
