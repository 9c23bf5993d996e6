package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import java.util.Arrays;

/** Padding: PyTorch's widths, two for each dimension from the last one on. */
final class Padding {
  private Padding() {}

  static Tensor constant(Tensor x, double value, int... widths) {
    checkWidths(x, widths);
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    for (int i = 0; i < widths.length / 2; i++) {
      int d = x.rank() - 1 - i;
      before[d] = widths[2 * i];
      after[d] = widths[2 * i + 1];
      checkArgument(
          x.size(d) + before[d] + after[d] >= 0,
          "pad by %s cuts more from dimension %s of shape %s than it has",
          Shapes.lazily(() -> Arrays.toString(widths)),
          d,
          Shapes.lazily(() -> Shapes.text(x.shape())));
    }
    return Promotion.in(x.dataType(), new PadOp(value, before, after), x);
  }

  static Tensor mode(Tensor x, PadMode mode, int... widths) {
    if (mode == PadMode.CONSTANT) {
      return constant(x, 0, widths);
    }
    checkWidths(x, widths);
    Tensor padded = x;
    for (int i = 0; i < widths.length / 2; i++) {
      int d = x.rank() - 1 - i;
      if (widths[2 * i] != 0 || widths[2 * i + 1] != 0) {
        long[] places = places(mode, x.size(d), widths[2 * i], widths[2 * i + 1]);
        padded = Places.take(padded, d, places);
      }
    }
    return padded;
  }

  private static void checkWidths(Tensor x, int... widths) {
    checkArgument(
        widths.length % 2 == 0 && widths.length / 2 <= x.rank(),
        "pad wants two widths for each of at most %s dimensions of shape %s, the last one first,"
            + " not %s",
        x.rank(),
        Shapes.lazily(() -> Shapes.text(x.shape())),
        Shapes.lazily(() -> Arrays.toString(widths)));
  }

  /** Which elements of a dimension of {@code size} elements the padded one consists of. */
  private static long[] places(PadMode mode, long size, int before, int after) {
    long most =
        switch (mode) {
          case CONSTANT, REPLICATE -> size == 0 ? 0 : Integer.MAX_VALUE;
          case REFLECT -> Math.max(0, size - 1);
          case CIRCULAR -> size;
        };
    checkArgument(
        Math.min(before, after) >= 0 && Math.max(before, after) <= most,
        "pad with %s wants widths from 0 to %s for a dimension of size %s, not %s and %s",
        mode,
        most,
        size,
        before,
        after);
    long[] places = new long[Math.toIntExact(before + size + after)];
    for (int i = 0; i < places.length; i++) {
      long place = (long) i - before;
      long last = size - 1;
      places[i] =
          switch (mode) {
            case CONSTANT, REPLICATE -> Math.min(Math.max(place, 0), last);
            case REFLECT -> last - Math.abs(last - Math.abs(place));
            case CIRCULAR -> Math.floorMod(place, size);
          };
    }
    return places;
  }
}
