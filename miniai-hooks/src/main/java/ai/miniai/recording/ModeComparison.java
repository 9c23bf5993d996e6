package ai.miniai.recording;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer in training and in validation, in the same epoch. The two distributions should be
 * similar. If they are not, something behaves differently in the two modes (dropout, or batch
 * normalisation whose running statistics lag behind), or the data differ.
 *
 * @param layer the name of the layer
 * @param epoch the epoch of both, from 0
 * @param training the last training batches of the epoch, with about as many values as validation
 *     has, because the weights change all the time
 * @param validation all validation batches of the epoch
 */
public record ModeComparison(
    String layer, int epoch, Distribution training, Distribution validation) {
  /** The distance between the two, from 0 to 1: see {@link Distribution#distance}. */
  public double distance() {
    return training.distance(validation);
  }

  /**
   * The comparisons of one layer, one for each epoch in which it was recorded in both modes. (If a
   * column stands for several epochs, its first epoch is used.)
   */
  public static List<ModeComparison> of(Recording recording, LayerStats layer) {
    return recording.columns().stream()
        .map(Recording.Column::epoch)
        .distinct()
        .map(epoch -> of(recording, layer, epoch))
        .filter(both -> both.training().size() > 0 && both.validation().size() > 0)
        .collect(ImmutableList.toImmutableList());
  }

  private static ModeComparison of(Recording recording, LayerStats layer, int epoch) {
    List<Distribution> columns = layer.columns();
    Distribution validation = Distribution.empty(layer.bins().count());
    for (int i : columns(recording, epoch, false)) {
      validation = validation.combine(columns.get(i));
    }
    Distribution training = Distribution.empty(layer.bins().count());
    int[] trained = columns(recording, epoch, true);
    for (int i = trained.length - 1; i >= 0 && training.size() < validation.size(); i--) {
      training = training.combine(columns.get(trained[i]));
    }
    return new ModeComparison(layer.name(), epoch, training, validation);
  }

  private static int[] columns(Recording recording, int epoch, boolean training) {
    return IntStream.range(0, recording.columns().size())
        .filter(i -> recording.columns().get(i).epoch() == epoch)
        .filter(i -> recording.columns().get(i).training() == training)
        .toArray();
  }
}
