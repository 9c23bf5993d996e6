package ai.miniai.treatment;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Small tasks that a network learns in a second: points in the plane. */
final class Tasks {
  static final int BATCH = 20;
  private static final int POINTS = 1000;

  private Tasks() {}

  /** A point in the square from −1 to 1. */
  record Point(double x, double y) {
    /** Which coordinate is larger. */
    long side() {
      return x > y ? 1 : 0;
    }

    /** A smooth function of both, with deviation 1 and mean 0 or so. */
    double height() {
      return 2 * x * y + Math.sin(3 * x);
    }

    /** With a class. */
    Sample of(long label, double scale, double shift) {
      return Sample.of(values(scale, shift), new long[] {2}, (int) label);
    }

    /** With a number, which is of this shape. */
    Sample of(double number, long... shape) {
      return Sample.of(
          new HostArray.Floats(values(1, 0), new long[] {2}),
          new HostArray.Floats(new float[] {(float) number}, shape));
    }

    private float[] values(double scale, double shift) {
      return new float[] {(float) (x * scale + shift), (float) (y * scale + shift)};
    }
  }

  /** Items made of points, 1,000 to train on and 200 to validate on. */
  static DataLoaders data(Function<Point, Sample> item) {
    return new DataLoaders(
        DataLoader.of(points(POINTS, 2, item), BATCH).shuffle(true),
        DataLoader.of(points(POINTS / 5, 3, item), BATCH));
  }

  private static Dataset points(int count, long seed, Function<Point, Sample> item) {
    return points(count, seed, point -> 0, item);
  }

  /** Items made of points, in the order of {@code key}. */
  static Dataset points(
      int count, long seed, ToLongFunction<Point> key, Function<Point, Sample> item) {
    float[] values = new Generator(seed).uniform(2 * count, -1, 1);
    return Dataset.of(
        IntStream.range(0, count)
            .mapToObj(i -> new Point(values[2 * i], values[2 * i + 1]))
            .sorted(Comparator.comparingLong(key))
            .map(item)
            .toList());
  }

  /** Which coordinate is larger, as a label. */
  static DataLoaders sides() {
    return data(point -> point.of(point.side(), 1, 0));
  }

  /** The same, as a number for the output [1]. */
  static DataLoaders yesOrNo() {
    return data(point -> point.of((double) point.side(), 1));
  }

  /** The height, scaled and shifted. */
  static DataLoaders heights(double scale, double shift) {
    return data(point -> point.of(point.height() * scale + shift, 1));
  }

  static Sequential network(int outputs, Module... last) {
    Sequential network = new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, outputs));
    return last.length == 0
        ? network
        : new Sequential(network.get(0), network.get(1), network.get(2), last[0]);
  }

  /** The network with all weights multiplied. */
  static <M extends Module> M scaled(M network, double factor) {
    for (Tensor parameter : network.parameters().values()) {
      parameter.update(array -> array.muli(factor));
    }
    return network;
  }
}
