package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;

/**
 * Most units of a layer have a constant output, whatever the input: from the first batches on, or
 * later.
 */
final class DeadLayer implements Detector {
  /** The share of dead units that is reported: more than are inactive by chance. */
  static final double MANY = 0.5;

  /** In smaller batches units are often inactive for all items by chance. */
  static final int LEAST_ITEMS = 8;

  /** Layers that pass on what is constant in the inputs, such as the borders of images. */
  private static final ImmutableList<String> PASSING =
      ImmutableList.of("flatten", "identity", "dropout", "pool", "reshape", "upsample", "zeropad");

  @Override
  public Optional<Finding> find(Vitals run) {
    int items = run.setup().batchSize();
    if (items > 0 && items < LEAST_ITEMS) {
      return Optional.empty();
    }
    return run.activations().stream()
        .filter(series -> !passesOn(run, series) && share(series) > MANY)
        .max(Comparator.comparingDouble(DeadLayer::share))
        .map(series -> finding(run, series));
  }

  private static boolean passesOn(Vitals run, Series series) {
    String type =
        run.setup().layer(series.path()).map(LayerInfo::type).map(Ascii::toLowerCase).orElse("");
    return PASSING.stream().anyMatch(type::contains);
  }

  private static double share(Series series) {
    return series.recent(series.dead());
  }

  private static Finding finding(Vitals run, Series series) {
    boolean early = series.batches().get(0) == 0 && series.dead().applyAsDouble(0) > MANY;
    return new Finding.Builder(run, early ? Pattern.DEAD_FROM_START : Pattern.DEAD_UNITS)
        .severity(
            early || run.loss().isLevelledOut() ? run.mildSeverity() : run.severityOfTurmoil())
        .in(series.path())
        .batches(
            early ? 0 : series.batches().get(Math.max(0, series.length() - LossCourse.WINDOW)),
            series.lastBatch())
        .evidence("share of dead units", share(series), Unit.SHARE)
        .says(
            "%s of its units put out the same for every input of a batch%s.",
            Numbers.percent(share(series)), early ? ", from the first batch on" : "")
        .means(
            "They tell the next layer nothing, and no gradient reaches what is before them, so they"
                + " stay dead.")
        .remedies(
            early
                ? new Remedy[] {Remedy.of(Action.INITIALISE), Remedy.of(Action.CHANGE_ACTIVATION)}
                : new Remedy[] {
                  Remedy.rate(1.0 / 3),
                  Remedy.of(Action.INITIALISE),
                  Remedy.of(Action.CHANGE_ACTIVATION)
                })
        .build();
  }
}
