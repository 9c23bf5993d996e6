package ai.miniai.spark;

import ai.miniai.callback.progress.MetricsCB;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rank sends to the driver at its end.
 *
 * @param rank from 0
 * @param attempt how often the stage was started before
 * @param fingerprint of the parameters
 * @param state the model's state dict; empty but on rank 0
 * @param rows the metrics; empty but on rank 0
 * @param record as JSON; empty but on rank 0
 * @param cancelReason why the fit was cancelled; null if it was not
 */
record RankReport(
    int rank,
    int attempt,
    String fingerprint,
    byte[] state,
    List<Row> rows,
    byte[] record,
    @Nullable String cancelReason)
    implements Serializable {

  /** A row of metrics, as Java serializes it. */
  record Row(int epoch, boolean training, LinkedHashMap<String, Double> values)
      implements Serializable {
    static Row of(MetricsCB.Row row) {
      return new Row(row.epoch(), row.training(), new LinkedHashMap<>(row.values()));
    }

    MetricsCB.Row metrics() {
      return new MetricsCB.Row(epoch, training, values);
    }
  }

  Optional<String> reason() {
    return Optional.ofNullable(cancelReason);
  }
}
