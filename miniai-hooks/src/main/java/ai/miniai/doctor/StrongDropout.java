package ai.miniai.doctor;

import ai.miniai.doctor.Evidence.Unit;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.setup.LayerInfo;
import com.google.common.base.Ascii;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Dropout that drops most units, or that stands behind the last layer. Usual rates are 0.1 to 0.5
 * (Srivastava and others, Dropout, 2014, section 7.3: best between 0.2 and 0.6).
 */
final class StrongDropout implements Detector {
  /** The lowest rate that is reported. */
  static final double STRONG = 0.75;

  private static final java.util.regex.Pattern RATE =
      java.util.regex.Pattern.compile("([0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?)");

  @Override
  public Optional<Finding> find(Vitals run) {
    Optional<LayerInfo> strong =
        run.setup().layers().stream()
            .filter(layer -> isDropout(layer) && rate(layer) >= STRONG)
            .findFirst();
    Optional<LayerInfo> last = run.setup().lastLayer().filter(StrongDropout::isDropout);
    return strong
        .or(() -> last.filter(layer -> rate(layer) > 0))
        .map(layer -> finding(run, layer, strong.isEmpty()));
  }

  private static boolean isDropout(LayerInfo layer) {
    return Ascii.toLowerCase(layer.type()).contains("dropout");
  }

  /** The rate in the details of a layer; NaN if there is none. */
  private static double rate(LayerInfo layer) {
    Matcher rate = RATE.matcher(layer.details());
    return rate.find() ? Double.parseDouble(rate.group(1)) : Double.NaN;
  }

  private static Finding finding(Vitals run, LayerInfo layer, boolean last) {
    boolean learns = run.learns();
    return new Finding.Builder(run, Pattern.STRONG_DROPOUT)
        .in(layer.path())
        .severity(learns && !last ? Severity.NOTE : atLeastWarning(run))
        .evidence("rate", rate(layer), Unit.SHARE)
        .says(
            last
                ? "Dropout stands behind the last layer: it sets %s of the predictions to 0."
                : "It drops %s of its inputs in training (usual: 10 %% to 50 %%).",
            Numbers.percent(rate(layer)))
        .means(
            last
                ? "The loss punishes predictions that were never made."
                : "Too little passes to learn from.")
        .remedies(
            Remedy.of(
                Action.LESS_DROPOUT, last ? "remove it behind the last layer" : "to 0.2, say"))
        .build();
  }

  private static Severity atLeastWarning(Vitals run) {
    return run.mildSeverity() == Severity.NOTE ? Severity.WARNING : run.mildSeverity();
  }
}
