package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import ai.miniai.random.Seed;
import java.util.Arrays;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the tensors that {@link Tensor}'s methods of the same names return. */
final class Factories {
  private Factories() {}

  static Tensor randint(long low, long high, long... shape) {
    return Tensor.of(
        new HostArray.Longs(Seed.generator().randint(Tensor.count(shape), low, high), shape));
  }

  static Tensor bernoulli(double p, long... shape) {
    checkArgument(p >= 0 && p <= 1, "a probability lies in [0, 1], not %s", p);
    float[] values = Seed.generator().uniform(Tensor.count(shape), 0, 1);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < (float) p ? 1 : 0;
    }
    return Tensor.of(values, shape);
  }

  static Tensor arange(long start, long end, long step) {
    checkStep((double) step);
    long length = Math.subtractExact(end, start) / step + ((end - start) % step == 0 ? 0 : 1);
    long[] values = new long[(end > start) == (step > 0) ? Math.toIntExact(length) : 0];
    Arrays.setAll(values, i -> start + i * step);
    return Tensor.of(values);
  }

  static Tensor arange(double start, double end, double step) {
    checkStep(step);
    double length = Math.ceil((end - start) / step);
    checkArgument(
        length <= Integer.MAX_VALUE && Double.isFinite(start),
        "there are too many numbers from %s to %s in steps of %s",
        start,
        end,
        step);
    double[] values = new double[(int) Math.max(0, length)];
    Arrays.setAll(values, i -> start + i * step);
    return Tensor.of(values, values.length).to(Nd4j.defaultFloatingPointType());
  }

  private static void checkStep(double step) {
    checkArgument(step != 0 && Double.isFinite(step), "arange wants a step other than %s", step);
  }

  static Tensor linspace(double start, double end, int steps) {
    checkArgument(steps >= 0, "linspace wants 0 steps or more, not %s", steps);
    double step = steps < 2 ? 0 : (end - start) / (steps - 1);
    double[] values = new double[steps];
    Arrays.setAll(
        values, i -> i < (steps + 1) / 2 ? start + i * step : end - (steps - 1 - i) * step);
    return Tensor.of(values, steps).to(Nd4j.defaultFloatingPointType());
  }

  static Tensor stack(int dim, Tensor... parts) {
    checkArgument(parts.length > 0, "stack wants at least one tensor");
    for (Tensor part : parts) {
      checkArgument(
          Arrays.equals(part.shape(), parts[0].shape()),
          "stack wants tensors of one shape, not %s and %s",
          Shapes.lazily(() -> Shapes.text(parts[0].shape())),
          Shapes.lazily(() -> Shapes.text(part.shape())));
    }
    int at = Shapes.dim(dim, parts[0].rank() + 1);
    return Tensor.concat(
        at, Arrays.stream(parts).map(part -> part.unsqueeze(at)).toArray(Tensor[]::new));
  }
}
