package ai.miniai.tensor;

import static ai.miniai.tensor.NaiveFunctions.logSoftmax;
import static ai.miniai.tensor.NaiveFunctions.matmul;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dims;
import static ai.miniai.tensor.TensorFunction.ints;

import ai.miniai.tensor.TensorFunction.Call;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Adds {@link ModelFunctions} and {@link NormFunctions} to {@link TensorFunction#all}. */
final class LayerEntries {
  private LayerEntries() {}

  static void addAll() {
    addModels();
    addNorms();
  }

  private static void addModels() {
    add(
        "matmul(Tensor)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          long inner = shape[shape.length - 1];
          if (shape.length == 1 || random.nextInt(4) == 0) {
            return Call.of().with(new long[] {inner});
          }
          long[] leading = Arrays.copyOf(shape, shape.length - 2);
          long[] stretched = ElementAndReductionEntries.broadcastable(random, leading);
          return Call.of()
              .with(Longs.concat(stretched, new long[] {inner, 1L + random.nextInt(5)}));
        },
        (x, n) -> x.get(0).matmul(x.get(1)),
        (x, n) -> NaiveFunctions.product(x.get(0), x.get(1)));
    add(
        "linear(Tensor,Tensor)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          long out = 1L + random.nextInt(5);
          long[] weight = {out, shape[shape.length - 1]};
          return random.nextBoolean()
              ? Call.of().with(weight)
              : Call.of().with(weight, new long[] {out});
        },
        (x, n) -> x.get(0).linear(x.get(1), third(x)),
        (x, n) -> {
          NaiveArray product = matmul(x.get(0), x.get(1), true);
          return x.size() < 3
              ? product
              : NaiveArray.make(product.shape(), at -> product.at(at) + x.get(2).at(at));
        });
    add(
        "scaledDotProductAttention(Tensor,Tensor)",
        (random, shape) -> attention(random, false, shape),
        (x, n) -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2)),
        null);
    add(
        "scaledDotProductAttention(Tensor,Tensor,Tensor,double,boolean)",
        (random, shape) -> attention(random, true, shape),
        (x, n) -> x.get(0).scaledDotProductAttention(x.get(1), x.get(2), x.get(3), 0, n[0] > 0),
        null);
    add(
        "embedding(Tensor)",
        (random, shape) ->
            shape.length == 2 && shape[0] >= 3
                ? new Call(new double[0], List.of(new long[] {2, 1 + random.nextInt(3)}), true)
                : null,
        (x, n) -> x.get(1).embedding(x.get(0)),
        (x, n) -> {
          NaiveArray table = x.get(0);
          NaiveArray places = x.get(1);
          int[] shape = {places.shape()[0], places.shape()[1], table.shape()[1]};
          return NaiveArray.make(shape, at -> table.at((int) places.at(at[0], at[1]), at[2]));
        });
    add(
        "embedding(Tensor,long)",
        (random, shape) ->
            shape.length == 2 && shape[0] >= 3
                ? new Call(new double[0], List.of(new long[] {2, 1 + random.nextInt(3)}), true)
                : null,
        (x, n) -> x.get(1).embedding(x.get(0), 1),
        null);
    add(
        "crossEntropy(Tensor)",
        (random, shape) ->
            shape.length == 2 && shape[1] >= 3
                ? new Call(new double[0], List.of(new long[] {shape[0]}), true)
                : null,
        (x, n) -> x.get(0).crossEntropy(x.get(1)),
        (x, n) -> {
          NaiveArray a = x.get(0);
          double sum = 0;
          for (int row = 0; row < a.shape()[0]; row++) {
            sum -= logSoftmax(a.along(new int[] {row, 0}, 1))[(int) x.get(1).values()[row]];
          }
          return new NaiveArray(new double[] {sum / a.shape()[0]});
        });
    add(
        "mse(Tensor)",
        (random, shape) -> Call.of().with(shape.clone()),
        (x, n) -> x.get(0).mse(x.get(1)),
        (x, n) -> {
          double sum = 0;
          for (int i = 0; i < x.get(0).values().length; i++) {
            sum += Math.pow(x.get(0).values()[i] - x.get(1).values()[i], 2);
          }
          return new NaiveArray(new double[] {sum / x.get(0).values().length});
        });
  }

  private static void addNorms() {
    add(
        "standardize(double,int,int[])",
        (random, shape) -> Call.of(dims(random, shape.length)),
        (x, n) -> x.get(0).standardize(1e-3, 0, ints(n)),
        null);
    add(
        "batchNorm(Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).batchNorm(x.get(1), x.get(2), 1e-3).output(),
        null);
    add(
        "batchNorm(Tensor,Tensor,Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> {
          Tensor moments = Tensor.full(0.5, x.get(1).shape()).to(x.get(1).dataType());
          return x.get(0).batchNorm(x.get(1), x.get(2), moments, moments, 1e-3);
        },
        null);
    add(
        "layerNorm(long[],Tensor,Tensor,double)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          long[] last = Arrays.copyOfRange(shape, random.nextInt(shape.length), shape.length);
          return Call.of().with(last, last);
        },
        (x, n) -> x.get(0).layerNorm(x.get(1).shape(), x.get(1), x.get(2), 1e-3),
        null);
    add(
        "rmsNorm(long[],Tensor,double)",
        (random, shape) ->
            shape.length == 0
                ? null
                : Call.of()
                    .with(Arrays.copyOfRange(shape, random.nextInt(shape.length), shape.length)),
        (x, n) -> x.get(0).rmsNorm(x.get(1).shape(), x.get(1), 1e-3),
        null);
    add(
        "groupNorm(int,Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 2
                ? null
                : Call.of(shape[1] % 2 == 0 ? 2 : 1)
                    .with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).groupNorm((int) n[0], x.get(1), x.get(2), 1e-3),
        null);
    add(
        "instanceNorm(Tensor,Tensor,double)",
        (random, shape) ->
            shape.length < 3 ? null : Call.of().with(new long[] {shape[1]}, new long[] {shape[1]}),
        (x, n) -> x.get(0).instanceNorm(x.get(1), x.get(2), 1e-3),
        null);
  }

  private static @Nullable Call attention(Random random, boolean masked, long... shape) {
    if (shape.length != 4) {
      return null;
    }
    long sources = 1L + random.nextInt(5);
    long[] key = {shape[0], shape[1], sources, shape[3]};
    long[] value = {shape[0], shape[1], sources, 1L + random.nextInt(4)};
    Call call = Call.of(random.nextInt(2));
    if (!masked) {
      return call.with(key, value);
    }
    long[] scores = {shape[0], shape[1], shape[2], sources};
    long[] mask = Arrays.copyOfRange(scores, random.nextInt(4), 4);
    for (int d = 0; d < mask.length - 1; d++) {
      mask[d] = random.nextBoolean() ? 1 : mask[d];
    }
    return call.with(key, value, mask);
  }

  static @Nullable Tensor third(List<Tensor> x) {
    return x.size() > 2 ? x.get(2) : null;
  }
}
