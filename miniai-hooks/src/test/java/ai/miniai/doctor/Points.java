package ai.miniai.doctor;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import java.util.List;
import java.util.stream.IntStream;

/** Points in the plane, of which the larger coordinate is the class. */
final class Points {
  static final int BATCH = 20;

  private Points() {}

  /** {@code batches} batches of points in a square of this side around 0. */
  static DataLoaders of(int batches, double side) {
    Generator generator = new Generator(2);
    List<Sample> samples =
        IntStream.range(0, batches * BATCH)
            .mapToObj(i -> generator.uniform(2, -side / 2, side / 2))
            .map(point -> Sample.of(point, new long[] {2}, point[0] > point[1] ? 1 : 0))
            .toList();
    Dataset train = Dataset.of(samples);
    return new DataLoaders(
        DataLoader.of(train, BATCH).shuffle(true), DataLoader.of(train.subset(0, BATCH), BATCH));
  }
}
