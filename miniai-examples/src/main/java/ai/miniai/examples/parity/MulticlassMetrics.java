package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.metric.Average;
import ai.miniai.metric.Metric;
import ai.miniai.metric.MulticlassF1Score;
import ai.miniai.metric.MulticlassPrecision;
import ai.miniai.metric.MulticlassRecall;
import ai.miniai.metric.TopKMulticlassAccuracy;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes metrics of several classes, of torchmetrics' names and arguments. */
final class MulticlassMetrics {
  static final ImmutableMap<String, Arguments.Maker<TorchMetric>> MAKERS =
      ImmutableMap.of(
          "MulticlassAccuracy",
          MulticlassMetrics::accuracy,
          "MulticlassPrecision",
          arguments -> averaged(arguments, MulticlassPrecision::new, MulticlassPrecision::perClass),
          "MulticlassRecall",
          MulticlassMetrics::recall,
          "MulticlassF1Score",
          arguments -> averaged(arguments, MulticlassF1Score::new, MulticlassF1Score::perClass));

  private static final String AVERAGE = "average";
  private static final String NONE = "none";
  private static final String MICRO = "micro";

  private static final ImmutableMap<String, Average> AVERAGES =
      ImmutableMap.of(
          MICRO,
          Average.MICRO,
          "macro",
          Average.MACRO,
          "weighted",
          Average.WEIGHTED,
          NONE,
          Average.MACRO);

  private MulticlassMetrics() {}

  /** In torchmetrics an accuracy that is averaged over classes is the recall. */
  private static TorchMetric accuracy(Arguments arguments) {
    int k = arguments.integer("top_k", 1);
    if (k == 1) {
      return recall(arguments);
    }
    checkArgument(
        arguments.text(AVERAGE, "macro").equals(MICRO),
        "with top_k %s only average = micro can be computed",
        k);
    TopKMulticlassAccuracy metric = new TopKMulticlassAccuracy(k);
    return metric(arguments, metric, () -> new double[] {metric.compute()});
  }

  private static TorchMetric recall(Arguments arguments) {
    return averaged(arguments, MulticlassRecall::new, MulticlassRecall::perClass);
  }

  private static <M extends Metric> TorchMetric averaged(
      Arguments arguments, Function<Average, M> maker, Function<M, double[]> perClass) {
    arguments.only("top_k", 1);
    boolean each = arguments.isNull(AVERAGE) || arguments.text(AVERAGE, "macro").equals(NONE);
    M metric = maker.apply(arguments.choice(AVERAGE, "macro", AVERAGES));
    return metric(
        arguments, metric, () -> each ? perClass.apply(metric) : new double[] {metric.compute()});
  }

  private static TorchMetric metric(Arguments arguments, Metric metric, Supplier<double[]> value) {
    arguments.only("multidim_average", "global");
    arguments.only("zero_division", 0);
    arguments.none("ignore_index");
    arguments.ignore("validate_args");
    int classes = arguments.integer("num_classes");
    return new TorchMetric(
        metric, value, x -> scores(x, classes), target -> target.reshape(target.length()));
  }

  /** Scores [batch, classes, ...places] or classes [batch, ...places] as [items, classes]. */
  private static Tensor scores(Tensor x, int classes) {
    if (!x.dataType().isFPType()) {
      return x.reshape(x.length()).embedding(Tensor.eye(classes));
    }
    checkArgument(
        x.rank() > 1 && x.size(1) == classes,
        "with num_classes %s, predictions are [batch, %s, ...], not %s",
        classes,
        classes,
        Arrays.toString(x.shape()));
    int[] classesLast =
        IntStream.concat(IntStream.range(0, x.rank()).filter(d -> d != 1), IntStream.of(1))
            .toArray();
    return x.permute(classesLast).reshape(x.length() / classes, classes);
  }
}
