package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a window slides over: sequences [batch, channels, length] or images [batch, channels,
 * height, width]. The kernels know only images, so a sequence is computed as an image of height 1.
 */
enum Spatial {
  SEQUENCES(1),
  IMAGES(2);

  private static final int HEIGHT = 2;
  private static final WindowSide ALONG_HEIGHT_1 = new WindowSide(1, 1, 0, 1);

  private final int sides;

  Spatial(int sides) {
    this.sides = sides;
  }

  /** The number of dimensions with batch and channels. */
  int rank() {
    return 2 + sides;
  }

  /** A window of which each argument has one number for all sides, or one for each. */
  Window window(int[] size, int[] stride, int[] padding, int[] dilation) {
    WindowSide last = side(sides - 1, size, stride, padding, dilation);
    return new Window(
        this == SEQUENCES ? ALONG_HEIGHT_1 : side(0, size, stride, padding, dilation), last);
  }

  private WindowSide side(int i, int[] size, int[] stride, int[] padding, int[] dilation) {
    return new WindowSide(
        at(i, "size", size),
        at(i, "stride", stride),
        at(i, "padding", padding),
        at(i, "dilation", dilation));
  }

  private int at(int i, String name, int... numbers) {
    checkArgument(
        numbers.length == 1 || numbers.length == sides,
        "the %s wants one number for all sides, or %s (%s), not %s",
        name,
        sides,
        this == SEQUENCES ? "the length" : "height and width",
        Shapes.lazily(() -> Ints.asList(numbers).toString()));
    return numbers[numbers.length == 1 ? 0 : i];
  }

  /** A number of each side of a window. */
  List<Integer> sides(Window window, Function<WindowSide, Integer> number) {
    Integer last = number.apply(window.width());
    return this == SEQUENCES ? List.of(last) : List.of(number.apply(window.height()), last);
  }

  /** Throws unless {@code x} is a batch of these into which the window fits. */
  void check(INDArray x, Window window) {
    if (this == IMAGES) {
      window.check(x);
      return;
    }
    checkRank(x);
    WindowSide side = window.width();
    checkArgument(
        side.isWithin(x.size(2)),
        "sequences of length %s with padding %s are shorter than the window of %s%s",
        x.size(2),
        side.padding(),
        side.reach(),
        window.isDilated() ? " (" + side.size() + " with dilation " + side.dilation() + ")" : "");
  }

  /** Throws unless {@code x} is a batch of these. */
  void checkRank(INDArray x) {
    if (this == IMAGES) {
      Window.checkRank(x);
      return;
    }
    checkArgument(
        x.rank() == rank(),
        "expected sequences of shape [batch, channels, length], not %s",
        Shapes.shape(x));
  }

  /** A pair of numbers for both sides of an image, in words. */
  String text(long height, long width) {
    return this == IMAGES ? height + " × " + width : "" + width;
  }

  /** A view of {@code x}, of these or a weight [out, in, ...] for them, as the kernels want it. */
  INDArray forKernels(INDArray x) {
    if (this == IMAGES) {
      return x;
    }
    long[] shape = {x.size(0), x.size(1), 1, x.size(2)};
    if (x.isEmpty()) {
      return Layout.empty(x.dataType(), shape);
    }
    long[] strides = {x.stride(0), x.stride(1), x.stride(2), x.stride(2)};
    return Nd4j.create(x.data(), shape, strides, x.offset(), 'c');
  }

  /** The inverse of {@link #forKernels}: a view. */
  INDArray fromKernels(INDArray x) {
    if (this == IMAGES) {
      return x;
    }
    long[] shape = Shapes.without(x.shape(), HEIGHT);
    return x.isEmpty()
        ? Layout.empty(x.dataType(), shape)
        : Nd4j.create(x.data(), shape, Shapes.without(x.stride(), HEIGHT), x.offset(), 'c');
  }
}
