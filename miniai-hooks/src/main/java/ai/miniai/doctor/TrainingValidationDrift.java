package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * The network behaves differently in evaluation: the loss is worse than in training, and the
 * outputs of its layers differ too.
 */
final class TrainingValidationDrift implements Detector {
  /**
   * The ratio of the standard deviations in the two modes from which on they count as different.
   */
  static final double APART = 2;

  /** The ratio that is sufficient if validation is worse than guessing. */
  static final double SOMEWHAT_APART = 1.25;

  /** The ratio of validation loss to training loss that is reported. */
  static final double WORSE = 1.5;

  /** The ratio of validation loss to training loss at which validation is useless. */
  static final double MUCH_WORSE = 2;

  /**
   * The fraction of the loss of guessing above which validation counts as useless, provided that
   * training does not.
   */
  static final double USELESS = 0.5;

  /** The number of training batches through which a line tells something. */
  private static final int LEAST = 5;

  @Override
  public Optional<Finding> find(Vitals run) {
    Vitals.Passes losses = run.passes();
    double apart = 0;
    double apartInside = 0;
    String path = "";
    Set<String> head = head(run);
    for (Series valid : run.validation()) {
      double factor = Math.abs(difference(run, valid));
      if (factor > apart) {
        apart = factor;
        path = valid.path();
      }
      apartInside = Math.max(apartInside, head.contains(valid.path()) ? 0 : factor);
    }
    double chance = run.guessingInValidation();
    double training = losses.lastTraining();
    double validation = losses.lastValidation();
    boolean everGood = losses.best() < LossCourse.below(chance, LossCourse.GUESSING);
    boolean lost = validation > chance && !everGood && Math.exp(apartInside) >= SOMEWHAT_APART;
    boolean far = Math.exp(apart) >= APART;
    if (!(validation > LossCourse.above(training, WORSE) && (lost || far))) {
      return Optional.empty();
    }
    boolean useless =
        validation > LossCourse.above(training, MUCH_WORSE)
            && (lost || validation > LossCourse.below(chance, USELESS));
    return Optional.of(
        new Finding.Builder(run, Pattern.DRIFT)
            .in(path)
            .severity(useless ? Severity.SICK : Severity.WARNING)
            .evidence("training loss", training, Unit.VALUE)
            .evidence("validation loss", validation, Unit.VALUE)
            .evidence("largest factor between deviations", Math.exp(apart), Unit.RATIO)
            .says(
                "The validation loss is %s, that of training %s, and the outputs of this layer vary"
                    + " %s times as much in one as in the other.",
                Numbers.text(validation), Numbers.text(training), Numbers.text(Math.exp(apart)))
            .means("The model behaves differently on validation data.")
            .remedies(Remedy.of(Action.SAME_TRANSFORMS))
            .build());
  }

  /**
   * The last layer with weights, and what comes after it: its outputs differ also where a network
   * knows its training data by heart. Other inputs show before it.
   */
  private static Set<String> head(Vitals run) {
    List<String> paths = run.activations().stream().map(Series::path).toList();
    Set<String> weighted =
        run.series(Quantity.PARAMETERS).stream()
            .map(series -> series.path().replaceFirst("\\.?[^.]*$", ""))
            .collect(Collectors.toSet());
    int last =
        IntStream.range(0, paths.size())
            .filter(i -> weighted.contains(paths.get(i)))
            .max()
            .orElse(paths.size() - 1);
    return last < 1 ? Set.of() : Set.copyOf(paths.subList(last, paths.size()));
  }

  /**
   * The logarithm of the factor between the deviations in the last pass; 0 if there was none in the
   * first one: where data are learned by heart it comes later, but data that differ do so at once.
   */
  private static double difference(Vitals run, Series valid) {
    if (valid.length() == 0) {
      return 0;
    }
    double first = difference(run, valid, valid.batches().get(0));
    double last = difference(run, valid, valid.lastBatch());
    return Math.signum(first) * last >= 0 && Math.abs(first) >= Math.log(SOMEWHAT_APART) ? last : 0;
  }

  private static double difference(Vitals run, Series valid, int pass) {
    return run.activations().stream()
        .filter(series -> series.path().equals(valid.path()))
        .mapToDouble(series -> Math.log(inPass(valid, pass) / before(series, pass)))
        .filter(Double::isFinite)
        .findFirst()
        .orElse(0);
  }

  /** The deviation in the pass after this training batch; other passes saw another network. */
  private static double inPass(Series valid, int pass) {
    return Statistic.median(
        IntStream.range(0, valid.length())
            .filter(column -> valid.batches().get(column) == pass)
            .mapToDouble(valid::std)
            .toArray());
  }

  /**
   * The deviation in training when that batch was over: outputs may grow from batch to batch, so
   * the line through the last ones is continued.
   */
  private static double before(Series series, int pass) {
    int[] last =
        IntStream.range(0, series.length())
            .filter(column -> series.batches().get(column) <= pass && series.std(column) > 0)
            .toArray();
    SimpleRegression line = new SimpleRegression();
    Arrays.stream(last)
        .skip(Math.max(0, last.length - LossCourse.WINDOW))
        .filter(column -> Double.isFinite(series.std(column)))
        .forEach(
            column -> line.addData(series.batches().get(column), Math.log(series.std(column))));
    return line.getN() < LEAST
        ? Statistic.median(Arrays.stream(last).mapToDouble(series::std).toArray())
        : Math.exp(line.predict(pass));
  }
}
