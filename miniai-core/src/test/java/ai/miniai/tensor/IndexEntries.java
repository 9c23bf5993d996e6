package ai.miniai.tensor;

import static ai.miniai.tensor.NaivePlaces.gathered;
import static ai.miniai.tensor.NaivePlaces.order;
import static ai.miniai.tensor.NaivePlaces.scattered;
import static ai.miniai.tensor.NaivePlaces.taken;
import static ai.miniai.tensor.TensorFunction.add;
import static ai.miniai.tensor.TensorFunction.dim;

import ai.miniai.array.Shapes;
import ai.miniai.tensor.TensorFunction.Body;
import ai.miniai.tensor.TensorFunction.Call;
import ai.miniai.tensor.TensorFunction.Chooser;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Adds {@link IndexFunctions} to {@link TensorFunction#all}. */
final class IndexEntries {
  private IndexEntries() {}

  static void addAll() {
    add(
        "gather(int,Tensor)",
        (random, shape) -> indexed(random, 1 + random.nextInt(4), shape),
        (x, n) -> x.get(0).gather((int) n[0], x.get(1)),
        (x, n) -> gathered(x.get(0), (int) n[0], x.get(1)));
    add(
        "scatterAdd(int,Tensor,Tensor)",
        (random, shape) -> indexed(random, 1 + random.nextInt(3), shape),
        (x, n) -> x.get(0).scatterAdd((int) n[0], x.get(1), x.get(0)),
        (x, n) -> scattered(x.get(0), (int) n[0], x.get(1)));
    add(
        "indexSelect(int,Tensor)",
        (random, shape) -> {
          int d = dimOfThree(random, shape);
          long[] index = {1 + random.nextInt(5)};
          return d < 0 ? null : new Call(new double[] {d}, List.of(index), true);
        },
        (x, n) -> x.get(0).indexSelect((int) n[0], x.get(1)),
        (x, n) ->
            taken(
                x.get(0),
                (int) n[0],
                Arrays.stream(x.get(1).values()).mapToInt(v -> (int) v).toArray()));
    ordering("sort(int,boolean)", true, (x, n) -> x.get(0).sort((int) n[0], n[1] > 0).values());
    ordering("argsort(int,boolean)", false, (x, n) -> x.get(0).argsort((int) n[0], n[1] > 0));
    add(
        "topk(int,int,boolean)",
        (random, shape) -> {
          if (shape.length == 0) {
            return null;
          }
          int d = dim(random, shape.length);
          long size = shape[Shapes.dim(d, shape.length)];
          return Call.of(d, random.nextInt(2), 1 + random.nextInt((int) size));
        },
        (x, n) -> x.get(0).topk((int) n[2], (int) n[0], n[1] > 0).values(),
        (x, n) -> {
          int d = Shapes.dim((int) n[0], x.get(0).rank());
          NaiveArray sorted = inOrder(x.get(0), d, n[1] > 0, true);
          return NaiveFunctions.sliced(sorted, d, 0, (int) n[2]);
        });
  }

  private static void ordering(String name, boolean values, Body body) {
    Chooser chooser =
        (random, shape) ->
            shape.length == 0 ? null : Call.of(dim(random, shape.length), random.nextInt(2));
    add(
        name,
        chooser,
        body,
        (x, n) -> inOrder(x.get(0), Shapes.dim((int) n[0], x.get(0).rank()), n[1] > 0, values));
  }

  private static NaiveArray inOrder(NaiveArray x, int dim, boolean descending, boolean values) {
    return NaiveArray.make(
        x.shape(),
        at -> {
          double[] line = x.along(at, dim);
          int place = order(descending, line)[at[dim]];
          return values ? line[place] : place;
        });
  }

  /** An index of this many elements along a dimension of three or more. */
  private static @Nullable Call indexed(Random random, int many, long... shape) {
    int d = dimOfThree(random, shape);
    if (d < 0) {
      return null;
    }
    long[] index = shape.clone();
    for (int other = 0; other < shape.length; other++) {
      index[other] = other == d ? many : 1 + random.nextInt((int) shape[other]);
    }
    return new Call(new double[] {d}, List.of(index), true);
  }

  private static int dimOfThree(Random random, long... shape) {
    int d = shape.length == 0 ? -1 : random.nextInt(shape.length);
    return d < 0 || shape[d] < 3 ? -1 : d;
  }
}
