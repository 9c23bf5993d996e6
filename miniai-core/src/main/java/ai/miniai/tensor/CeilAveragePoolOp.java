package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of each window, with extra windows at the bottom and right if the image would not be
 * covered completely otherwise (PyTorch's {@code ceil_mode}). Padding counts as zeros. The part of
 * a window beyond the padding does not count.
 *
 * <p>The images are extended with zeros so that every window is complete. The means of the windows
 * that reach beyond the padding are then corrected.
 */
final class CeilAveragePoolOp extends Operation {
  /** Both sides of the windows, which are square. */
  private final WindowSide window;

  private final Window bare;

  CeilAveragePoolOp(int size, int stride, int padding) {
    Window.square(size, stride, padding).checkPooling();
    this.window = new WindowSide(size, stride, padding, 1);
    this.bare = Window.square(size, stride, 0);
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("size", window.size(), "stride", window.stride(), "padding", window.padding());
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    Window.checkRank(x);
    checkArgument(
        places(x.size(2)) > 0 && places(x.size(3)) > 0,
        "images of %s × %s are too small for a window of %s × %s with stride %s and padding %s",
        x.size(2),
        x.size(3),
        window.size(),
        window.size(),
        window.stride(),
        window.padding());
    if (x.isEmpty()) {
      return Layout.empty(x.dataType(), x.size(0), x.size(1), places(x.size(2)), places(x.size(3)));
    }
    INDArray enlarged = enlarged(x);
    save(x, enlarged);
    return corrected(Kernels.current().averagePool(enlarged, bare), x);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0, false);
    INDArray enlarged =
        Kernels.current().averagePoolBackward(saved(1, false), corrected(gradient, x), bare);
    int from = window.padding();
    INDArray rows = Layout.part(enlarged, 2, from, from + x.size(2));
    give(0, Layout.part(rows, 3, from, from + x.size(3)));
  }

  /** {@code x} with zeros on all sides: the padding, and enough to complete the last windows. */
  private INDArray enlarged(INDArray x) {
    INDArray images = Layout.contiguous(x.permute(0, 2, 3, 1));
    long height = covered(x.size(2));
    long width = covered(x.size(3));
    int before = window.padding();
    INDArray zeros =
        Nd4j.createFromArray(
            new long[][] {
              {0, 0},
              {before, height - before - x.size(2)},
              {before, width - before - x.size(3)},
              {0, 0}
            });
    INDArray out = Layout.empty(x.dataType(), x.size(0), height, width, x.size(1));
    Nd4j.exec(
        DynamicCustomOp.builder("pad")
            .addInputs(images, zeros.castTo(DataType.INT32))
            .addOutputs(out)
            .addIntegerArguments(0)
            .build());
    return out.permute(0, 3, 1, 2);
  }

  /** Converts means over complete windows of {@code x} to means over the parts that count. */
  private INDArray corrected(INDArray means, INDArray x) {
    INDArray rows = factors(x.size(2)).reshape('c', -1, 1, 1);
    INDArray columns = factors(x.size(3)).reshape('c', -1, 1);
    INDArray factors = Broadcast.apply("multiply", rows, columns).castTo(x.dataType());
    return Broadcast.apply("multiply", means.permute(0, 2, 3, 1), factors).permute(0, 3, 1, 2);
  }

  /**
   * For each window position along a side: the window size divided by the size of the part that
   * counts.
   */
  private INDArray factors(long length) {
    double[] factors = new double[Math.toIntExact(places(length))];
    for (int i = 0; i < factors.length; i++) {
      long from = (long) i * window.stride();
      long to = Math.min(from + window.size(), length + 2L * window.padding());
      factors[i] = (double) window.size() / (to - from);
    }
    return Nd4j.createFromArray(factors);
  }

  /** The length along a side that the windows cover, including the padding. */
  private long covered(long length) {
    return Math.max(
        (places(length) - 1) * window.stride() + window.size(), length + 2L * window.padding());
  }

  /**
   * The number of window positions along a side. The last one starts inside the image or in the
   * padding before it.
   */
  private long places(long length) {
    long beyond = length + 2L * window.padding() - window.size();
    long all = Math.floorDiv(beyond + window.stride() - 1, window.stride()) + 1;
    return (all - 1) * window.stride() >= length + window.padding() ? all - 1 : all;
  }
}
