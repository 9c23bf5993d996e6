package ai.miniai.doctor;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import com.google.common.base.Ascii;
import com.google.common.collect.Comparators;
import java.util.Optional;

/**
 * Batch normalisation with batches of one or two items: their mean and variance are mostly chance
 * (Wu and He, Group Normalization, 2018, figure 1: the error rises steeply below 4).
 */
final class SmallNormBatch implements Detector {
  /** The largest batch that is too small. */
  static final int SMALL = 2;

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
    return new Finding.Builder(run, Pattern.SMALL_NORM_BATCH)
        .in(layer.path())
        .severity(Comparators.max(run.mildSeverity(), Severity.WARNING))
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
}
