package ai.miniai.recording;

import com.google.common.collect.ImmutableMap;

/** Reads the fields of an object that form a {@link Place}. */
final class PlaceReader {
  static final String[] REQUIRED = {"epoch", "iteration", "training"};

  private final JsonInput in;
  private int epoch;
  private int iteration;
  private boolean training;

  PlaceReader(JsonInput in) {
    this.in = in;
  }

  ImmutableMap.Builder<String, JsonInput.Part> fields() {
    return ImmutableMap.<String, JsonInput.Part>builder()
        .put("epoch", () -> epoch = in.smallCount())
        .put("iteration", () -> iteration = in.smallCount())
        .put("training", () -> training = in.bool());
  }

  Place place() {
    return new Place(epoch, iteration, training);
  }
}
