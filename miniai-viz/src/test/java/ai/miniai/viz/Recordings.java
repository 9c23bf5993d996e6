package ai.miniai.viz;

import ai.miniai.histogram.Bins;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.LayerStats;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Recordings to draw. */
final class Recordings {
  static final Bins BINS = new Bins(4, 0, 8);

  private Recordings() {}

  /** A batch with these counts, and nothing beyond them. */
  static Distribution counts(long... counts) {
    ImmutableLongArray all = ImmutableLongArray.copyOf(counts);
    return new Distribution(all.stream().sum(), 0.5, 1, 0, 0, 0, all);
  }

  /** A batch in which the layer did not run. */
  static Distribution absent() {
    return new Distribution(0, Double.NaN, Double.NaN, 0, 0, 0, ImmutableLongArray.of(0, 0, 0, 0));
  }

  /** A batch of nothing but NaN. */
  static Distribution notFinite() {
    return new Distribution(9, Double.NaN, Double.NaN, 9, 0, 0, ImmutableLongArray.of(0, 0, 0, 0));
  }

  static LayerStats layer(String name, List<Distribution> columns) {
    return LayerStats.of(name, BINS, columns);
  }

  /** So many layers, each with the same so many batches in epochs of 60. */
  static Recording of(int layers, int batches) {
    List<Distribution> columns = Collections.nCopies(batches, counts(90, 9, 1, 0));
    return new Recording(
        IntStream.range(0, layers)
            .mapToObj(i -> layer("block." + i + ".conv", columns))
            .collect(ImmutableList.toImmutableList()),
        IntStream.range(0, batches)
            .mapToObj(i -> new Recording.Column(i / 60, i % 60, i % 60 < 50))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Two layers, and columns of unlike numbers of batches, as the recorder leaves them. */
  static Recording merged(Quantity quantity) {
    DistributionRecorder recorder = new DistributionRecorder(quantity).atMost(7);
    for (int i = 0; i < 40; i++) {
      recorder.beginColumn(new Place(i / 20, i % 20, i % 20 < 15));
      double size = Math.pow(quantity == Quantity.UPDATES ? 6 : 3, -i / 10.0);
      recorder.add("a", Tensor.of(new double[] {0, size, 0, -3 * size}, 2, 2));
      recorder.add("b", Tensor.of(new double[] {i == 30 ? Double.NaN : 1, size}, 2));
    }
    return recorder.recording();
  }

  /** One layer with these batches, of which nothing else is known. */
  static Recording of(Distribution... columns) {
    return new Recording(ImmutableList.of(layer("conv", List.of(columns))), ImmutableList.of());
  }
}
