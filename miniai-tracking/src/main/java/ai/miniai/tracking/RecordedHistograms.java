package ai.miniai.tracking;

import ai.miniai.callback.Training;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RecordingSource;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The histograms of what the callbacks of a fit record, now and then: the newest training column of
 * each layer.
 */
final class RecordedHistograms {
  /** The number of layers of a recording; of a deeper network these, evenly over its depth. */
  private static final int MOST_LAYERS = 100;

  private final Map<String, Recording.Column> written = new HashMap<>();

  /** A fit begins. */
  void begin() {
    written.clear();
  }

  /**
   * The histograms that have not been returned yet, by the name of quantity and layer. If two
   * callbacks record the same, it is the first one's.
   */
  Map<String, ProtoMessage> next(Training learn) {
    Map<String, ProtoMessage> histograms = new LinkedHashMap<>();
    sources(learn)
        .flatMap(source -> source.recordings().stream())
        .forEach(recording -> add(histograms, recording));
    return ImmutableMap.copyOf(histograms);
  }

  private static Stream<RecordingSource> sources(Training learn) {
    return learn.cbs().stream()
        .filter(RecordingSource.class::isInstance)
        .map(RecordingSource.class::cast);
  }

  private void add(Map<String, ProtoMessage> histograms, Recording recording) {
    OptionalInt newest = newest(recording.columns());
    if (newest.isPresent()) {
      Recording.Column column = recording.columns().get(newest.getAsInt());
      for (LayerStats layer : some(recording.layers())) {
        String name = recording.quantity().label() + "/" + layer.name();
        Distribution values = layer.columns().get(newest.getAsInt());
        if (values.size() > values.nonFinite()
            && !histograms.containsKey(name)
            && !column.equals(written.put(name, column))) {
          histograms.put(name, HistogramMessage.of(values, layer.bins()));
        }
      }
    }
  }

  private static OptionalInt newest(List<Recording.Column> columns) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).training())
        .reduce((before, after) -> after);
  }

  private static List<LayerStats> some(List<LayerStats> layers) {
    return layers.size() <= MOST_LAYERS
        ? layers
        : Lists.transform(
            IntStream.range(0, MOST_LAYERS).boxed().toList(),
            i -> layers.get((int) ((long) i * (layers.size() - 1) / (MOST_LAYERS - 1))));
  }
}
