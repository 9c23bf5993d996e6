package ai.miniai.dl4j;

import ai.miniai.metric.Metric;
import ai.miniai.tensor.Tensor;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value of one of DL4J's evaluations ({@code Evaluation}, {@code RegressionEvaluation}, {@code
 * ROC} and so on) as a metric. After the epoch all other results of the evaluation are available
 * too:
 *
 * <pre>{@code
 * var evaluation = new Evaluation(10);
 * new MetricsCB("F1", new Dl4jMetric<>(evaluation, Evaluation::f1));
 * learn.fit(1);
 * System.out.println(evaluation.stats());   // of the last pass, the validation
 * }</pre>
 *
 * <p>DL4J evaluates on the host, so each batch is read from the device.
 *
 * @param <E> the evaluation
 */
public final class Dl4jMetric<E extends IEvaluation<E>> implements Metric {
  private final E evaluation;
  private final ToDoubleFunction<? super E> number;
  private final UnaryOperator<Tensor> change;
  private boolean empty = true;

  /** {@code number} of an evaluation of the unchanged predictions. */
  public Dl4jMetric(E evaluation, ToDoubleFunction<? super E> number) {
    this(evaluation, number, UnaryOperator.identity());
  }

  /**
   * Like the other constructor, but for converted predictions: {@code ROC} needs probabilities, so
   * use {@code logits -> logits.softmax(1)}.
   */
  public Dl4jMetric(
      E evaluation, ToDoubleFunction<? super E> number, UnaryOperator<Tensor> change) {
    this.evaluation = evaluation;
    this.number = number;
    this.change = change;
  }

  @Override
  public void reset() {
    evaluation.reset();
    empty = true;
  }

  /** {@code target}: of the same shape as the predictions, or class labels, int64 [batch]. */
  @Override
  public void update(Tensor predictions, Tensor target) {
    Tensor changed = change.apply(predictions);
    INDArray labels =
        target.rank() == 1 && target.dataType().isIntType() && changed.rank() == 2
            ? OneHot.of(target, changed.size(1)).array()
            : target.array();
    evaluation.eval(labels.castTo(changed.dataType()), changed.array());
    empty = false;
  }

  @Override
  public double compute() {
    return empty ? Double.NaN : number.applyAsDouble(evaluation);
  }
}
