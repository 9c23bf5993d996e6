package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import ai.miniai.tensor.PadMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The settings of a convolution, with PyTorch's names and defaults:
 *
 * <pre>{@code
 * Conv2d.builder(32, 64, 3).stride(2, 1).padding(1).groups(8).bias(false).build()
 * }</pre>
 *
 * Numbers that belong to the sides of the kernel are one for all sides, or one for each: height and
 * width.
 *
 * @param <M> the layer that is built
 */
public final class ConvBuilder<M extends Module> {
  final int in;
  final int out;
  final int[] kernel;
  int[] stride;
  int[] padding;
  int[] dilation;
  boolean same;
  int groups = 1;
  PadMode mode = PadMode.CONSTANT;
  boolean bias = true;
  private final Function<ConvBuilder<M>, M> maker;

  ConvBuilder(Function<ConvBuilder<M>, M> maker, int sides, int in, int out, int... kernel) {
    this.maker = maker;
    this.in = in;
    this.out = out;
    this.kernel = Sides.each("kernel", sides, kernel);
    this.stride = Sides.each("stride", sides, 1);
    this.padding = Sides.each("padding", sides, 0);
    this.dilation = Sides.each("dilation", sides, 1);
  }

  /** The distance from one position of the kernel to the next; 1 by default. */
  public ConvBuilder<M> stride(int... sides) {
    stride = Sides.each("stride", kernel.length, sides);
    return this;
  }

  /** How much is added at both ends of each side; 0 by default. */
  public ConvBuilder<M> padding(int... sides) {
    padding = Sides.each("padding", kernel.length, sides);
    same = false;
    return this;
  }

  /**
   * As much padding as gives the output the size of the input: PyTorch's {@code padding='same'}.
   * The stride must be 1. Of an odd number, the end gets one more than the start.
   */
  public ConvBuilder<M> paddingSame() {
    same = true;
    return this;
  }

  /** The distance between the values under neighbouring weights of the kernel; 1 by default. */
  public ConvBuilder<M> dilation(int... sides) {
    dilation = Sides.each("dilation", kernel.length, sides);
    return this;
  }

  /**
   * Divides the channels: each group of out / groups output channels sees only the in / groups
   * input channels of the same group. If it equals {@code in}, the convolution is depthwise.
   * Default: 1.
   */
  public ConvBuilder<M> groups(int count) {
    groups = count;
    return this;
  }

  /**
   * What the padding consists of: {@link PadMode#CONSTANT} for zeros (default), or values of the
   * input.
   */
  public ConvBuilder<M> paddingMode(PadMode kind) {
    mode = checkNotNull(kind, "the padding mode is null");
    return this;
  }

  /** Whether there is a bias; true by default. */
  public ConvBuilder<M> bias(boolean wanted) {
    bias = wanted;
    return this;
  }

  /**
   * The layer, with weights drawn from the generator.
   *
   * @throws IllegalArgumentException if a number is too small, if the groups divide the channels
   *     with a remainder, or if the output cannot have the size of the input
   */
  public M build() {
    return maker.apply(checked());
  }

  /** This, if the settings go together. */
  ConvBuilder<M> checked() {
    Sides.check("kernel's size", 1, kernel);
    Sides.check("stride", 1, stride);
    Sides.check("padding", 0, padding);
    Sides.check("dilation", 1, dilation);
    checkArgument(
        !same || Sides.areAll(1, stride),
        "an output of the same size as the input needs stride 1, not %s: give the padding as a"
            + " number",
        Sides.text(stride));
    checkArgument(groups > 0, "the number of groups must be positive, not %s", groups);
    checkArgument(
        in % groups == 0 && out % groups == 0,
        "%s input channels and %s output channels cannot both be divided into %s groups",
        in,
        out,
        groups);
    return this;
  }

  /**
   * The widths at both ends of each side, the last side first, as {@code Tensor.pad} wants them.
   */
  int[] widths() {
    return IntStream.range(0, 2 * kernel.length)
        .map(i -> width(kernel.length - 1 - i / 2, i % 2 == 1))
        .toArray();
  }

  private int width(int side, boolean end) {
    int total = dilation[side] * (kernel[side] - 1);
    return same ? (end ? total - total / 2 : total / 2) : padding[side];
  }

  /** The text that describes the layer. */
  String details() {
    String text = in + ", " + out + ", kernel " + Sides.text(kernel);
    text += Sides.areAll(1, stride) ? "" : ", stride " + Sides.text(stride);
    if (same) {
      text += ", padding same";
    } else {
      text += Sides.areAll(0, padding) ? "" : ", padding " + Sides.text(padding);
    }
    text += Sides.areAll(1, dilation) ? "" : ", dilation " + Sides.text(dilation);
    text += groups == 1 ? "" : ", groups " + groups;
    text +=
        mode == PadMode.CONSTANT ? "" : ", padding mode " + mode.name().toLowerCase(Locale.ROOT);
    return text + (bias ? "" : ", no bias");
  }

  /** The shape of the weight: [out, in / groups, kernel …]. */
  long[] weightShape() {
    return IntStream.concat(IntStream.of(out, in / groups), Arrays.stream(kernel))
        .mapToLong(size -> size)
        .toArray();
  }
}
