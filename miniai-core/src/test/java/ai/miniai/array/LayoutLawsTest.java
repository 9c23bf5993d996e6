package ai.miniai.array;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What holds for arrays that lie in memory in any way: permuted, sliced, repeated, or all three.
 */
class LayoutLawsTest {
  @Property(tries = 200)
  void aDenseFormHasTheSameValuesAndNoGaps(@ForAll("arrays") INDArray x) {
    INDArray dense = Layout.dense(x);

    assertThat(values(dense)).containsExactly(values(x));
    assertThat(Layout.isRowMajor(Layout.inMemoryOrder(dense))).isTrue();
  }

  @Property(tries = 200)
  void aContiguousFormHasTheSameValuesInRowMajorOrder(@ForAll("arrays") INDArray x) {
    INDArray contiguous = Layout.contiguous(x);

    assertThat(values(contiguous)).containsExactly(values(x));
    assertThat(Layout.isRowMajor(contiguous)).isTrue();
  }

  @Property(tries = 200)
  void anEmptyArrayLikeADenseOneLiesLikeIt(@ForAll("arrays") INDArray x) {
    INDArray dense = Layout.dense(x);
    INDArray like = Layout.emptyLike(dense);

    assertThat(like.shape()).containsExactly(x.shape());
    assertThat(Layout.sameLayout(like, dense)).isTrue();
    assertThat(Layout.inMemoryOrder(like).shape())
        .containsExactly(Layout.inMemoryOrder(dense).shape());
  }

  @Property(tries = 200)
  void copyingInMemoryOrderCopiesEachElementToItsPlace(@ForAll("arrays") INDArray x) {
    INDArray dense = Layout.dense(x);
    INDArray copy = Layout.emptyLike(dense);

    Layout.inMemoryOrder(copy).assign(Layout.inMemoryOrder(dense));

    assertThat(values(copy)).containsExactly(values(x));
  }

  @Property(tries = 200)
  void matchingTakesTheValuesOfOneAndTheLayoutOfTheOther(
      @ForAll("pairs") Tuple2<INDArray, INDArray> pair) {
    INDArray x = pair.get1();
    INDArray model = Layout.dense(pair.get2());

    INDArray matching = Layout.matching(x, model);

    assertThat(values(matching)).containsExactly(values(x));
    assertThat(Layout.sameLayout(matching, model)).isTrue();
  }

  @Property(tries = 100)
  void aPartDoesNotSeeTheLayout(@ForAll("arrays") INDArray x) {
    for (int dim = 0; dim < x.rank(); dim++) {
      INDArray lines = x.swapAxes(0, dim).dup('c').reshape('c', x.size(dim), -1);
      for (int from = 0; from < x.size(dim); from++) {
        INDArray part = Layout.part(x, dim, from, x.size(dim));

        assertThat(part.dup('c').swapAxes(0, dim).dup('c').ravel().getDouble(0))
            .isEqualTo(lines.getDouble(from, 0));
        assertThat(values(part.sum(dim)))
            .containsExactly(values(Layout.part(x.dup('c'), dim, from, x.size(dim)).sum(dim)));
      }
    }
  }

  @Property(tries = 200)
  void arithmeticDoesNotSeeTheLayout(@ForAll("pairs") Tuple2<INDArray, INDArray> pair) {
    INDArray difference = Broadcast.apply("subtract", pair.get1(), pair.get2());

    double[] a = values(pair.get1());
    double[] b = values(pair.get2());
    assertThat(values(difference))
        .containsExactly(IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray());
  }

  @Property(tries = 200)
  void sumsDoNotSeeTheLayout(@ForAll("arrays") INDArray x, @ForAll("dims") List<Integer> some) {
    int[] dims = some.stream().filter(d -> d < x.rank()).sorted().mapToInt(d -> d).toArray();
    INDArray plain = x.dup('c');

    INDArray sum = Summation.over(x, dims);

    INDArray expected = dims.length == 0 ? plain : plain.sum(dims);
    assertThat(sum.shape()).containsExactly(expected.shape());
    assertThat(values(sum)).containsExactly(values(expected));
  }

  /** ⟨expand(x), y⟩ = ⟨x, reduce(y)⟩: each is the gradient of the other. */
  @Property(tries = 200)
  void reducingIsTheTransposeOfBroadcasting(
      @ForAll("arrays") INDArray y, @ForAll("dims") List<Integer> some) {
    long[] shape = y.shape().clone();
    some.stream().filter(d -> d < shape.length).forEach(d -> shape[d] = 1);
    INDArray x = numbered(shape);

    double left = Broadcast.expand(x, y.shape()).mul(y).sumNumber().doubleValue();
    double right = x.mul(Kernels.current().sumTo(y, shape)).sumNumber().doubleValue();

    assertThat(left).isEqualTo(right);
  }

  @Provide
  Arbitrary<List<Integer>> dims() {
    return Arbitraries.integers().between(0, 3).set().ofMaxSize(4).map(List::copyOf);
  }

  @Provide
  Arbitrary<INDArray> arrays() {
    return shapes().flatMap(LayoutLawsTest::lying);
  }

  @Provide
  Arbitrary<Tuple2<INDArray, INDArray>> pairs() {
    return shapes().flatMap(s -> lying(s).flatMap(a -> lying(s).map(b -> Tuple.of(a, b))));
  }

  private static Arbitrary<long[]> shapes() {
    return Arbitraries.longs().between(1, 4).array(long[].class).ofMinSize(0).ofMaxSize(4);
  }

  /** An array of this shape: a permutation of a slice of something, or the same row repeated. */
  private static Arbitrary<INDArray> lying(long[] shape) {
    Arbitrary<List<Integer>> orders =
        Arbitraries.shuffle(IntStream.range(0, shape.length).boxed().toList());
    Arbitrary<List<Integer>> gaps =
        Arbitraries.integers().between(0, 2).list().ofSize(shape.length);
    return orders.flatMap(order -> gaps.map(gap -> lying(shape, order, gap)));
  }

  private static INDArray lying(long[] shape, List<Integer> order, List<Integer> gaps) {
    if (shape.length == 0) {
      return Nd4j.scalar(5.0);
    }
    long[] memory = order.stream().mapToLong(d -> shape[d] + gaps.get(d)).toArray();
    INDArrayIndex[] inside =
        order.stream()
            .map(d -> NDArrayIndex.interval(gaps.get(d) / 2, gaps.get(d) / 2 + shape[d]))
            .toArray(INDArrayIndex[]::new);
    INDArray view = numbered(memory);
    if (Collections.max(gaps) > 0) {
      view = view.get(inside);
    }
    int[] back = IntStream.range(0, shape.length).map(order::indexOf).toArray();
    INDArray result = view.permute(back);
    assertThat(result.shape()).containsExactly(shape);
    return result;
  }

  private static INDArray numbered(long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Nd4j.arange((double) length).castTo(DataType.DOUBLE).reshape('c', shape);
  }

  private static double[] values(INDArray x) {
    double[] values = new double[Math.toIntExact(x.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.rank() == 0 ? x.getDouble() : x.getDouble(index(i, x.shape()));
    }
    return values;
  }

  private static long[] index(int position, long[] shape) {
    long[] index = new long[shape.length];
    long rest = position;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    return index;
  }
}
