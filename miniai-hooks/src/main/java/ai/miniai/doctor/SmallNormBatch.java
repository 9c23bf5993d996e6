package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Quantity;
import ai.miniai.setup.LayerInfo;
import com.google.common.base.Ascii;
import com.google.common.collect.Comparators;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalisation with batches of one or two items: their mean and variance are mostly chance
 * (Wu and He, Group Normalization, 2018, figure 1: the error rises steeply below 4). Images have
 * many positions, so a channel has many values also in a small batch: that is only noted.
 */
final class SmallNormBatch implements Detector {
  /** The largest batch that is too small. */
  static final int SMALL = 2;

  /** The number of values of a channel from which on their statistics are no mere chance. */
  static final int MANY = 16;

  @Override
  public Optional<Finding> find(Vitals run) {
    int size = run.setup().batchSize();
    if (size < 1 || size > SMALL) {
      return Optional.empty();
    }
    return run.setup().layers().stream()
        .filter(layer -> Ascii.toLowerCase(layer.type()).startsWith("batchnorm"))
        .findFirst()
        .map(layer -> finding(run, layer, size));
  }

  private static Finding finding(Vitals run, LayerInfo layer, int size) {
    boolean good = run.passes().count() > 1 && run.seemsToLearn();
    return new Finding.Builder(run, Pattern.SMALL_NORM_BATCH)
        .in(layer.path())
        .severity(
            valuesPerChannel(run, layer) >= MANY
                ? Severity.NOTE
                : good ? Severity.WARNING : Comparators.max(run.mildSeverity(), Severity.WARNING))
        .says(
            "A batch has %s, and the layer normalises by the mean and variance of the batch.",
            Numbers.of(size, "item", "items"))
        .means(
            "The statistics of so few items are mostly chance, and differ from the running ones that"
                + " validation uses.")
        .remedies(
            Remedy.of(Action.LARGER_BATCH, "16 or more"),
            Remedy.of(
                Action.CHANGE_LAYERS,
                "Or use group or layer normalisation, which do not look at the batch."))
        .build();
  }

  /** The outputs of the layer for each of its weights; 0 if unknown. */
  private static double valuesPerChannel(Vitals run, LayerInfo layer) {
    double outputs = largest(run.activations(), layer.path());
    double channels = largest(run.series(Quantity.PARAMETERS), layer.path() + ".weight");
    return channels > 0 ? outputs / channels : 0;
  }

  private static double largest(List<Series> all, String path) {
    return all.stream()
        .filter(series -> series.path().equals(path))
        .flatMap(series -> series.columns().stream())
        .mapToLong(Distribution::size)
        .max()
        .orElse(0);
  }
}
