package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.metric.BinaryAUROC;
import ai.miniai.metric.BinaryAccuracy;
import ai.miniai.metric.BinaryAveragePrecision;
import ai.miniai.metric.BinaryF1Score;
import ai.miniai.metric.BinaryPrecision;
import ai.miniai.metric.BinaryRecall;
import ai.miniai.metric.MeanAbsoluteError;
import ai.miniai.metric.MeanAbsolutePercentageError;
import ai.miniai.metric.MeanSquaredError;
import ai.miniai.metric.Metric;
import ai.miniai.metric.Perplexity;
import ai.miniai.metric.R2Score;
import ai.miniai.metric.RootMeanSquaredError;
import ai.miniai.metric.ScoreKind;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes metrics of torchmetrics' class names and arguments. */
final class TorchMetrics {
  private static final ImmutableMap<String, Arguments.Maker<TorchMetric>> MAKERS =
      ImmutableMap.<String, Arguments.Maker<TorchMetric>>builder()
          .put("BinaryAccuracy", arguments -> binary(arguments, BinaryAccuracy::new))
          .put("BinaryPrecision", arguments -> binary(arguments, BinaryPrecision::new))
          .put("BinaryRecall", arguments -> binary(arguments, BinaryRecall::new))
          .put("BinaryF1Score", arguments -> binary(arguments, BinaryF1Score::new))
          .put("BinaryAUROC", arguments -> ranking(arguments, BinaryAUROC::new))
          .put(
              "BinaryAveragePrecision",
              arguments -> ranking(arguments, BinaryAveragePrecision::new))
          .putAll(MulticlassMetrics.MAKERS)
          .put("MeanSquaredError", TorchMetrics::meanSquaredError)
          .put("MeanAbsoluteError", arguments -> error(arguments, new MeanAbsoluteError()))
          .put(
              "MeanAbsolutePercentageError",
              arguments -> TorchMetric.of(new MeanAbsolutePercentageError()))
          .put("R2Score", TorchMetrics::r2Score)
          .put("Perplexity", TorchMetrics::perplexity)
          .buildOrThrow();

  /** Makes a metric that predicts class 1 above a threshold. */
  @FunctionalInterface
  private interface ThresholdMaker {
    Metric make(double threshold, ScoreKind kind);
  }

  private TorchMetrics() {}

  /** The metric that a case describes. */
  static TorchMetric of(ParityCase parity) throws IOException {
    return Arguments.of(parity, "metric").make(MAKERS);
  }

  private static TorchMetric binary(Arguments arguments, ThresholdMaker maker) {
    arguments.only("multidim_average", "global");
    arguments.only("zero_division", 0);
    arguments.none("ignore_index");
    arguments.ignore("validate_args");
    return TorchMetric.of(maker.make(arguments.number("threshold", 0.5), ScoreKind.AUTO));
  }

  private static TorchMetric ranking(Arguments arguments, Supplier<Metric> maker) {
    arguments.none("max_fpr", "thresholds", "ignore_index");
    arguments.ignore("validate_args");
    return TorchMetric.of(maker.get());
  }

  private static TorchMetric meanSquaredError(Arguments arguments) {
    return error(
        arguments,
        arguments.flag("squared", true) ? new MeanSquaredError() : new RootMeanSquaredError());
  }

  private static TorchMetric error(Arguments arguments, Metric metric) {
    arguments.only("num_outputs", 1);
    return TorchMetric.of(metric);
  }

  private static TorchMetric r2Score(Arguments arguments) {
    arguments.only("adjusted", 0);
    arguments.only("num_outputs", 1);
    arguments.ignore("multioutput"); // of one output
    R2Score metric = new R2Score();
    return new TorchMetric(
        metric,
        () -> new double[] {metric.compute()},
        TorchMetrics::ofOneOutput,
        UnaryOperator.identity());
  }

  private static Tensor ofOneOutput(Tensor predictions) {
    checkArgument(
        predictions.length() == predictions.size(0),
        "R2Score can be computed for one output, not for predictions of shape %s",
        Arrays.toString(predictions.shape()));
    return predictions;
  }

  private static TorchMetric perplexity(Arguments arguments) {
    Perplexity metric = new Perplexity();
    return TorchMetric.of(
        arguments.has("ignore_index")
            ? metric.ignoreIndex(arguments.integer("ignore_index"))
            : metric);
  }
}
