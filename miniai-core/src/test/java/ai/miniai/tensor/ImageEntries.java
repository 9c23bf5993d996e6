package ai.miniai.tensor;

import static ai.miniai.tensor.LayerEntries.third;
import static ai.miniai.tensor.NaiveFunctions.conv;
import static ai.miniai.tensor.NaiveFunctions.pool;
import static ai.miniai.tensor.NaiveFunctions.reshaped;
import static ai.miniai.tensor.TensorFunction.add;

import ai.miniai.tensor.TensorFunction.Call;
import ai.miniai.tensor.TensorFunction.Chooser;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Adds {@link ImageFunctions} and {@link SequenceFunctions} to {@link TensorFunction#all}. */
final class ImageEntries {
  private ImageEntries() {}

  static void addAll() {
    addImages();
    addSequences();
  }

  private static void addImages() {
    add(
        "conv2d(Tensor,Tensor,int,int)",
        (random, shape) -> square(random, false, shape),
        (x, n) -> x.get(0).conv2d(x.get(1), third(x), (int) n[0], (int) n[1]),
        (x, n) -> conv(x, false, n[0], n[0], n[1], n[1], 1, 1, 1));
    add(
        "conv2dRelu(Tensor,Tensor,int,int)",
        (random, shape) -> square(random, false, shape),
        (x, n) -> x.get(0).conv2dRelu(x.get(1), third(x), (int) n[0], (int) n[1]),
        (x, n) -> conv(x, true, n[0], n[0], n[1], n[1], 1, 1, 1));
    add(
        "conv2d(Tensor,Tensor,int[],int[],int[],int)",
        (random, shape) -> withAllSettings(random, 2, shape),
        (x, n) -> x.get(0).conv2d(x.get(1), third(x), two(n, 0), two(n, 2), two(n, 4), (int) n[6]),
        (x, n) -> conv(x, false, n));
    add(
        "conv2dRelu(Tensor,Tensor,int[],int[],int[],int)",
        (random, shape) -> withAllSettings(random, 2, shape),
        (x, n) ->
            x.get(0).conv2dRelu(x.get(1), third(x), two(n, 0), two(n, 2), two(n, 4), (int) n[6]),
        (x, n) -> conv(x, true, n));
    add(
        "convTranspose2d(Tensor,Tensor,int,int,int)",
        (random, shape) -> square(random, true, shape),
        (x, n) -> x.get(0).convTranspose2d(x.get(1), third(x), (int) n[0], (int) n[1], (int) n[2]),
        null);
    add(
        "maxPool2d(int,int,int)",
        images(from(1, 3), from(1, 2), from(0, 1)),
        (x, n) -> x.get(0).maxPool2d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> pool(x.get(0), true, n[0], n[0], n[1], n[1], n[2], n[2]));
    add(
        "maxPool2d(int[],int[],int[])",
        images(from(2, 3), from(2, 4), from(1, 2), from(1, 3), from(0, 1), from(0, 1)),
        (x, n) -> x.get(0).maxPool2d(two(n, 0), two(n, 2), two(n, 4)),
        (x, n) -> pool(x.get(0), true, n));
    add(
        "maxPool2d(int[],int[],int[],boolean)",
        images(from(2, 3), from(2, 4), from(1, 3), from(1, 3), from(0, 1), from(0, 1)),
        (x, n) -> x.get(0).maxPool2d(two(n, 0), two(n, 2), two(n, 4), true),
        null);
    add(
        "avgPool2d(int,int,int)",
        images(from(1, 3), from(1, 2), from(0, 1)),
        (x, n) -> x.get(0).avgPool2d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> pool(x.get(0), false, n[0], n[0], n[1], n[1], n[2], n[2]));
    add(
        "avgPool2d(int,int,int,boolean)",
        images(from(2, 3), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).avgPool2d((int) n[0], (int) n[1], (int) n[2], true),
        null);
    add(
        "adaptiveAvgPool2d(int,int)",
        images(from(1, 4), from(1, 4)),
        (x, n) -> x.get(0).adaptiveAvgPool2d((int) n[0], (int) n[1]),
        null);
    add(
        "upsampleNearest(int)",
        images(from(1, 3)),
        (x, n) -> x.get(0).upsampleNearest((int) n[0]),
        (x, n) -> {
          int[] s = x.get(0).shape();
          int k = (int) n[0];
          return NaiveArray.make(
              new int[] {s[0], s[1], s[2] * k, s[3] * k},
              at -> x.get(0).at(at[0], at[1], at[2] / k, at[3] / k));
        });
    add(
        "upsampleBilinear(int)",
        images(from(1, 3)),
        (x, n) -> x.get(0).upsampleBilinear((int) n[0]),
        null);
  }

  private static void addSequences() {
    add(
        "conv1d(Tensor,Tensor,int,int,int,int)",
        (random, shape) -> withAllSettings(random, 1, shape),
        (x, n) ->
            x.get(0).conv1d(x.get(1), third(x), (int) n[0], (int) n[1], (int) n[2], (int) n[3]),
        (x, n) -> ofSequences(x, false, n));
    add(
        "conv1dRelu(Tensor,Tensor,int,int,int,int)",
        (random, shape) -> withAllSettings(random, 1, shape),
        (x, n) ->
            x.get(0).conv1dRelu(x.get(1), third(x), (int) n[0], (int) n[1], (int) n[2], (int) n[3]),
        (x, n) -> ofSequences(x, true, n));
    add(
        "maxPool1d(int,int,int)",
        sequences(from(2, 4), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).maxPool1d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> sequence(pool(image(x.get(0)), true, 1, n[0], 1, n[1], 0, n[2])));
    add(
        "maxPool1d(int,int,int,boolean)",
        sequences(from(2, 4), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).maxPool1d((int) n[0], (int) n[1], (int) n[2], true),
        null);
    add(
        "avgPool1d(int,int,int)",
        sequences(from(2, 4), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).avgPool1d((int) n[0], (int) n[1], (int) n[2]),
        (x, n) -> sequence(pool(image(x.get(0)), false, 1, n[0], 1, n[1], 0, n[2])));
    add(
        "avgPool1d(int,int,int,boolean)",
        sequences(from(2, 4), from(1, 3), from(0, 1)),
        (x, n) -> x.get(0).avgPool1d((int) n[0], (int) n[1], (int) n[2], true),
        null);
    add(
        "adaptiveAvgPool1d(int)",
        sequences(from(1, 4)),
        (x, n) -> x.get(0).adaptiveAvgPool1d((int) n[0]),
        null);
  }

  private static NaiveArray ofSequences(List<NaiveArray> x, boolean relu, double... n) {
    List<NaiveArray> images =
        IntStream.range(0, x.size()).mapToObj(i -> i < 2 ? image(x.get(i)) : x.get(i)).toList();
    return sequence(conv(images, relu, 1, n[0], 0, n[1], 1, n[2], n[3]));
  }

  private static NaiveArray image(NaiveArray x) {
    return reshaped(x, x.shape()[0], x.shape()[1], 1, x.shape()[2]);
  }

  private static NaiveArray sequence(NaiveArray x) {
    return reshaped(x, x.shape()[0], x.shape()[1], x.shape()[3]);
  }

  private static @Nullable Call square(Random random, boolean transposed, long... shape) {
    if (shape.length != 4) {
      return null;
    }
    long size = 1L + random.nextInt(3);
    long out = 1L + random.nextInt(5);
    int stride = 1 + random.nextInt(2);
    long[] weight =
        transposed
            ? new long[] {shape[1], out, size, size}
            : new long[] {out, shape[1], size, size};
    Call call =
        transposed
            ? Call.of(stride, random.nextInt(2), random.nextInt(stride))
            : Call.of(stride, random.nextInt(3));
    return random.nextBoolean() ? call.with(weight, new long[] {out}) : call.with(weight);
  }

  /** Of images, with numbers that are random between these ends. */
  private static Chooser images(int[]... ends) {
    return (random, shape) -> shape.length == 4 ? Call.of(between(random, ends)) : null;
  }

  /** The same of sequences. */
  private static Chooser sequences(int[]... ends) {
    return (random, shape) -> shape.length == 3 ? Call.of(between(random, ends)) : null;
  }

  private static double[] between(Random random, int[]... ends) {
    return Arrays.stream(ends).mapToDouble(e -> e[0] + random.nextInt(e[1] - e[0] + 1)).toArray();
  }

  private static int[] from(int low, int high) {
    return new int[] {low, high};
  }

  /** Stride, padding and dilation of each side, and groups; the kernel has sides of 1 to 3. */
  private static @Nullable Call withAllSettings(Random random, int sides, long... shape) {
    if (shape.length != 2 + sides) {
      return null;
    }
    int[][] ends = new int[3 * sides][];
    for (int i = 0; i < sides; i++) {
      ends[i] = from(1, 3);
      ends[sides + i] = from(0, 2);
      ends[2 * sides + i] = from(1, 3);
    }
    int[] divisors =
        IntStream.rangeClosed(1, (int) shape[1]).filter(g -> shape[1] % g == 0).toArray();
    int groups = divisors[random.nextInt(divisors.length)];
    long[] weight = shape.clone();
    weight[0] = groups * (1L + random.nextInt(3));
    weight[1] = shape[1] / groups;
    for (int i = 0; i < sides; i++) {
      weight[2 + i] = 1L + random.nextInt(3);
    }
    Call call = Call.of(Doubles.concat(between(random, ends), new double[] {groups}));
    return random.nextBoolean() ? call.with(weight, new long[] {weight[0]}) : call.with(weight);
  }

  private static int[] two(double[] numbers, int from) {
    return new int[] {(int) numbers[from], (int) numbers[from + 1]};
  }
}
